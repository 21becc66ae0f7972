import { expect, test } from 'vitest';

import {
  displayMode,
  explicitMode,
  formatMode,
  FULL,
  fullCallsInWords,
  fullCallsOf,
  parseMode,
} from './sampling-mode.ts';

test.each([
  ['P5', { kind: 'periodic', period: 5, tail: 0 }, 'P5', 'P5'],
  ['P2+', { kind: 'periodic', period: 2, tail: 10 }, 'P2+', 'P2†'],
  ['p5†', { kind: 'periodic', period: 5, tail: 10 }, 'P5+', 'P5†'],
  ['P5+4', { kind: 'periodic', period: 5, tail: 4 }, 'P5+4', 'P5†4'],
  ['P5+0', { kind: 'periodic', period: 5, tail: 0 }, 'P5', 'P5'],
  ['full', FULL, 'full', 'full'],
  ['P1', FULL, 'full', 'full'],
  ['full@13, 7,7', { kind: 'explicit', fullCalls: [0, 7, 13] }, 'full@0,7,13', '3 full'],
])('%s', (text, mode, written, shown) => {
  expect(parseMode(text)).toEqual(mode);
  expect(formatMode(parseMode(text))).toBe(written);
  expect(parseMode(written)).toEqual(mode);
  expect(displayMode(parseMode(text))).toBe(shown);
});

test('painted calls go by how many are full in the run; the list is told apart', () => {
  const painted = explicitMode([7, 13, 60]);
  expect(displayMode(painted, 50)).toBe('3 full');
  expect(displayMode(painted)).toBe('4 full');
  expect(fullCallsInWords(painted)).toBe('Full calls: 0, 7, 13, 60');
  expect(fullCallsInWords(FULL)).toBeNull();
});

test('what screens show of a period can be typed in again', () => {
  for (const text of ['P5', 'P2+', 'P5+4', 'full'])
    expect(parseMode(displayMode(parseMode(text)))).toEqual(parseMode(text));
});

test.each(['', 'P', '5', 'P-5', 'P5++', 'P5.5', 'full@', 'full@1,-2', 'Q5'])(
  '"%s" is refused with what to write',
  (text) => {
    expect(() => parseMode(text)).toThrow(
      `mode "${text}": expected full, P<n> (P5), P<n>+ (P5+: the last 10 calls full), P<n>+<tail> (P5+4) or full@<calls> (full@0,7,13)`,
    );
  },
);

test('a period of 0 is refused', () => {
  expect(() => parseMode('P0+')).toThrow('mode "P0+": the period must be at least 1');
});

test('P5+ at 50 calls: 18 full, 32 inherit', () => {
  expect(fullCallsOf(parseMode('P5+'), 50)).toEqual([
    0, 5, 10, 15, 20, 25, 30, 35, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49,
  ]);
});

test.each([
  ['P5', 50, 10],
  ['P2+', 50, 30],
  ['P5+', 51, 19],
  ['P5+', 8, 8],
  ['full', 7, 7],
])('%s at %i calls has %i full', (mode, calls, full) => {
  expect(fullCallsOf(parseMode(mode), calls)).toHaveLength(full);
});

test('the first call is full whatever a list says, and calls beyond the run do not exist', () => {
  expect(fullCallsOf({ kind: 'explicit', fullCalls: [3, 9] }, 5)).toEqual([0, 3]);
  expect(explicitMode([3])).toEqual({ kind: 'explicit', fullCalls: [0, 3] });
});

import { expect, test } from 'vitest';
import {
  columnLabel,
  detailsOf,
  labelOf,
  labelShown,
  screenNameOf,
  nameOfMode,
  shortNameOf,
  summaryOf,
  UNNAMED,
} from './naming.ts';
import { INT8_ALONE } from './precision.ts';
import { FULL } from './sampling-mode.ts';
import type { Strategy } from './strategy.ts';

const CO6: Strategy = {
  name: 'CO6',
  inherit: ['up0.0.res', 'up0.1.res'],
  mode: { kind: 'periodic', period: 5, tail: 10 },
  semantics: 'residual',
  switching: [],
  precision: 'float32',
};
const PAINTED: Strategy = {
  ...CO6,
  name: 'mine',
  mode: { kind: 'explicit', fullCalls: [0, 7, 60] },
  semantics: 'boundary',
  precision: 'int8',
};
const TURNS: Strategy = {
  ...CO6,
  name: 'S1',
  inherit: [],
  mode: FULL,
  switching: [
    { unet: 'base', calls: 10 },
    { unet: 'sd', calls: 15 },
  ],
};

test.each([
  [CO6, 'CO6 P5+', 'CO6 P5†', ['CO6', 'P5†'], 'CO6 P5†', '2 units inherit, P5†'],
  [
    PAINTED,
    'mine full@0,7,60 int8',
    'mine 3 full boundary int8',
    ['mine', '3 full boundary int8'],
    'mine 2 full int8',
    '2 units inherit, 2 full, int8',
  ],
  [TURNS, 'S1 full', 'S1 full', ['S1', 'switching'], 'S1 full', '0 units inherit, full, 2 turns of UNets'],
  [INT8_ALONE, 'int8', 'int8', ['Int8', '20 steps'], 'int8', '0 units inherit, full, int8'],
] as const)('%o', (strategy, label, name, [column, mode], short, summary) => {
  expect(labelOf(strategy)).toBe(label);
  expect(screenNameOf(strategy)).toBe(name);
  expect(columnLabel(strategy, 20)).toEqual({ name: column, mode });
  expect(shortNameOf(strategy, 50)).toBe(short);
  expect(summaryOf(strategy, 50)).toBe(summary);
});

test('a name leaves out what something beside it says', () => {
  expect(screenNameOf(PAINTED, new Set(['mode']))).toBe('mine boundary int8');
  expect(screenNameOf(PAINTED, new Set(['mode', 'semantics', 'precision', 'seed']))).toBe('mine');
  expect(screenNameOf(INT8_ALONE, new Set(['precision']))).toBe('int8');
});

test('calls that were painted on a mask without a name are called by how many are full', () => {
  const unnamed = { ...PAINTED, name: UNNAMED };
  expect(screenNameOf(unnamed)).toBe('3 full boundary int8');
  expect(screenNameOf(unnamed, new Set(), 50)).toBe('2 full boundary int8');
  expect(screenNameOf(unnamed, new Set(['mode', 'semantics', 'precision']))).toBe('custom');
  expect(shortNameOf(unnamed, 50)).toBe('2 full int8');
  expect(shortNameOf({ ...CO6, name: UNNAMED }, 50)).toBe('custom P5†');
  expect(labelOf(unnamed)).toBe('custom full@0,7,60 int8');
});

test('what a name leaves out is told to who points at it', () => {
  expect(detailsOf(PAINTED)).toBe('Full calls: 0, 7, 60');
  expect(detailsOf(CO6)).toBeUndefined();
  expect(detailsOf(null)).toBeUndefined();
});

test.each([
  ['CO6 P5+', 'CO6 P5†'],
  ['CO6 P5+4 int8', 'CO6 P5†4 int8'],
  ['mine full@0,7,60 int8', 'mine 3 full int8'],
  ['custom full@0,7', '2 full'],
  ['my mask, P3+2', 'my mask, P3†2'],
  ['none', 'none'],
  ['full@home P5', 'full@home P5'],
])('the label %s of the history is shown as %s', (label, shown) => expect(labelShown(label)).toBe(shown));

test('a mode that was painted goes by how many of its calls are full', () => {
  expect(nameOfMode(CO6.mode, 50)).toBe('P5†');
  expect(nameOfMode({ kind: 'explicit', fullCalls: [0, 3, 9] }, 5)).toBe('2 full');
});

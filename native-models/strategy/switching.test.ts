import { expect, test } from 'vitest';

import { castRoles, formatSwitching, parseSwitching, unetsOf } from './switching.ts';

test.each([
  ['S1', 'base:10,sd:15'],
  ['S2', 'sd:15,base:10'],
  ['S3', 'sd:10,base:15'],
])('%s of the paper is %s, 25 calls', (name, segments) => {
  expect(formatSwitching(parseSwitching(name))).toBe(segments);
  expect(parseSwitching(segments)).toEqual(parseSwitching(name));
});

test('a UNet may come back, and its name may hold a colon', () => {
  const segments = parseSwitching('sd:2, hf:base:3, sd:1');
  expect(segments).toEqual([
    { unet: 'sd', calls: 2 },
    { unet: 'hf:base', calls: 3 },
    { unet: 'sd', calls: 1 },
  ]);
  expect(unetsOf(segments)).toEqual(['sd', 'hf:base']);
});

test.each(['', 'sd', 'sd:0', 'sd:x', ':5', 'S4'])('"%s" is refused with what to write', (text) => {
  expect(() => parseSwitching(text)).toThrow(
    `switching "${text}": "${text}" is no segment; write S1, S2, S3 or UNets with their number of calls (1 to 1001), such as base:10,sd:15`,
  );
});

test('roles are cast with checkpoints', () => {
  expect(formatSwitching(castRoles(parseSwitching('S1'), { sd: 'sd15', base: 'bk-base' }))).toBe('bk-base:10,sd15:15');
  expect(() => castRoles(parseSwitching('S1'), { sd: 'sd15' })).toThrow(
    'switching "base:10,sd:15": no checkpoint for "base" (given: sd)',
  );
});

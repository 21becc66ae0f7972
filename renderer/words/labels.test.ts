import { expect, test } from 'vitest';
import { bytes, count, percent, seconds, speedup } from './labels.ts';

test('numbers as the studio writes them', () => {
  expect(speedup(1.897)).toBe('1.90x');
  expect([percent(0.0481), percent(0.26)]).toEqual(['4.8%', '26%']);
  expect([bytes(0), bytes(94_400_000), bytes(2_132_856_622)]).toEqual(['0 B', '94 MB', '2.1 GB']);
  expect([count(401.6e9), count(859_520_964), count(7)]).toEqual(['402 G', '860 M', '7']);
  expect([seconds(0.84), seconds(22.51), seconds(65), seconds(3720)]).toEqual([
    '0.84 s',
    '22.5 s',
    '1 min 05 s',
    '1 h 02 min',
  ]);
});

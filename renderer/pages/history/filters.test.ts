import { expect, test } from 'vitest';
import { chipsOf, dayOf, instantOf, isWide, withFidelity, withFilter } from './filters.ts';

test('an emptied field is no filter at all', () => {
  const set = withFilter(withFilter({}, 'modelName', 'SD 1.5'), 'favourite', true);
  expect(set).toEqual({ modelName: 'SD 1.5', favourite: true });
  expect(withFilter(withFilter(set, 'modelName', ''), 'favourite', false)).toEqual({});
  expect(withFilter({ seed: 4 }, 'seed', Number.NaN)).toEqual({});
});

test('a limit to a metric comes and goes by itself', () => {
  const both = withFidelity(withFidelity({ seed: 4 }, 'psnr', 30), 'ssim', 0.9);
  expect(both).toEqual({ seed: 4, fidelity: { psnr: 30, ssim: 0.9 } });
  expect(withFidelity(withFidelity(both, 'psnr', Number.NaN), 'ssim', Number.NaN)).toEqual({ seed: 4 });
});

test('every filter but the words is a chip that says what it asks for', () => {
  const words = chipsOf({
    text: 'fox',
    strategyLabel: 'CO6 P5+',
    seed: 4127,
    minSpeedup: 1.5,
    fidelity: { psnr: 28 },
    tag: 'keep',
  });
  expect(words.at(-1)!.rest.fidelity).toBeUndefined();
  expect(words.map(({ words }) => words)).toEqual([
    'CO6 P5†',
    'seed 4127',
    'at least 1.50x',
    '#keep',
    'at least 28 dB',
  ]);
  const named = chipsOf({ modelName: 'fox', strategyLabel: 'fox' });
  expect(new Set(named.map(({ key }) => key)).size).toBe(2); // lists on screen go by it
  expect(isWide({ trashed: true })).toBe(true);
  expect(isWide({ seed: 0 })).toBe(false);
});

test('a day is a day where the person is, from its first instant to its last', () => {
  const [first, last] = [instantOf('2026-11-23', 'first')!, instantOf('2026-11-23', 'last')!];
  expect(Date.parse(last) - Date.parse(first)).toBe(24 * 3600 * 1000 - 1);
  expect([dayOf(first), dayOf(last)]).toEqual(['2026-11-23', '2026-11-23']);
  expect(instantOf('', 'first')).toBeNull();
});

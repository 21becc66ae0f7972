import { expect, test } from 'vitest';
import { cellsOf, runsOf } from './experiment.ts';

interface Settings {
  readonly prompt: string;
  readonly seed: number;
  readonly strategy: string | null;
}

const NOTHING: Settings = { prompt: '', seed: 0, strategy: null };
const set = (part: Partial<Settings>) => (settings: Settings) => ({ ...settings, ...part });
const identity = ({ prompt, seed, strategy }: Settings) => `${prompt} ${seed} ${strategy ?? 'full'}`;

test('a comparison: every variant makes every case, case by case', () => {
  const cells = cellsOf({
    settings: NOTHING,
    axes: [
      { order: 0, changes: [set({ prompt: 'fox', seed: 1 }), set({ prompt: 'owl', seed: 2 })] },
      { order: 1, changes: [set({ strategy: null }), set({ strategy: 'CO6' })] },
    ],
  });
  expect(cells.map(({ place, settings }) => `${place.join(',')}: ${identity(settings)}`)).toEqual([
    '0,0: fox 1 full',
    '0,1: fox 1 CO6',
    '1,0: owl 2 full',
    '1,1: owl 2 CO6',
  ]);
});

test('an axis changes what one of lower order put there, though that is the faster one', () => {
  const louder = (settings: Settings) => ({ ...settings, prompt: `${settings.prompt}!` });
  const cells = cellsOf({
    settings: NOTHING,
    axes: [
      { order: 1, changes: [louder] },
      { order: 0, changes: [set({ prompt: 'fox' }), set({ prompt: 'owl' })] },
    ],
  });
  expect(cells.map(({ settings }) => settings.prompt)).toEqual(['fox!', 'owl!']);
});

test('an experiment without axes is one cell; an axis without values leaves none', () => {
  expect(cellsOf({ settings: NOTHING, axes: [] })).toEqual([{ place: [], settings: NOTHING }]);
  expect(cellsOf({ settings: NOTHING, axes: [{ order: 0, changes: [] }] })).toEqual([]);
});

test('each run once: cells share it, and a baseline that is no cell goes before the first that needs it', () => {
  const cells = [
    { ...NOTHING, seed: 1, strategy: 'CO6' },
    { ...NOTHING, seed: 1, strategy: 'CO3' },
    { ...NOTHING, seed: 2, strategy: 'CO6' },
    { ...NOTHING, seed: 2 },
    { ...NOTHING, seed: 1, strategy: 'CO6' },
  ];
  expect(runsOf(cells, identity).map(({ settings, cells }) => [identity(settings).trim(), cells])).toEqual([
    ['1 full', []],
    ['1 CO6', [0, 4]],
    ['1 CO3', [1]],
    ['2 CO6', [2]],
    ['2 full', [3]],
  ]);
});

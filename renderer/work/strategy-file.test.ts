import { expect, test } from 'vitest';
import { parseStrategy } from '../../native-models/strategy/parse-strategy.ts';
import { readStrategyFile, strategyFile } from './strategy-file.ts';

const MODELS = [
  { id: 'a1', name: 'sd', path: '/models/sd' },
  { id: 'b2', name: 'base', path: '/models/base' },
];
const STRATEGY = {
  name: 'My mask!',
  inherit: ['dn1.0.res', 'mid.0.attn'],
  mode: { kind: 'explicit', fullCalls: [0, 7, 13] },
  semantics: 'boundary',
  switching: [
    { unet: 'a1', calls: 15 },
    { unet: 'b2', calls: 10 },
  ],
  precision: 'int8',
} as const;

test('the parser of the command line reads what the studio writes, with the paths of UNets', async () => {
  const file = strategyFile(STRATEGY, MODELS);
  expect(file.name).toBe('my-mask.json');
  const switching = [
    { unet: '/models/sd', calls: 15 },
    { unet: '/models/base', calls: 10 },
  ];
  expect(parseStrategy(JSON.parse(await file.text()))).toEqual({ ...STRATEGY, switching });
});

test('and the studio reads it back, with the ids of models; one that is not here keeps its path', async () => {
  const file = strategyFile(STRATEGY, MODELS);
  expect(await readStrategyFile(file, MODELS)).toEqual(STRATEGY);
  expect((await readStrategyFile(file, MODELS.slice(0, 1))).switching[1]!.unet).toBe('/models/base');
});

test.each([
  ['no json', 'mine.json: it is not JSON'],
  ['{"name": "x", "inherit": ["dn9"]}', 'mine.json: inherit[0]: "dn9" is not a unit id'],
])('what is wrong with a file is said: %s', async (text, words) => {
  await expect(readStrategyFile(new File([text], 'mine.json'), MODELS)).rejects.toThrow(words);
});

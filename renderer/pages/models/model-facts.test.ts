import { expect, test } from 'vitest';
import type { Model } from '../../../preload/contract/model.ts';
import { factsOf, inWords } from './model-facts.ts';

const blocks = [
  { id: 'dn0', resUnits: 2, attnUnits: 2 },
  { id: 'mid', resUnits: 2, attnUnits: 1 },
  { id: 'up0', resUnits: 3, attnUnits: 3 },
];
const model = (part: Partial<Model>) =>
  ({
    parameters: 0,
    bytes: 4000,
    dtype: 'unknown',
    architecture: null,
    defaultSize: null,
    scheduler: null,
    recommended: { steps: null },
    ...part,
  }) as Model;

test('a UNet is counted in blocks and units, and a student may lack mid', () => {
  expect(inWords(blocks)).toBe('1+1+1 blocks, 13 units');
  expect(inWords(blocks.filter(({ id }) => id !== 'mid'))).toBe('1+1 blocks, 10 units');
});

test('a model that cannot be opened has only what is known of its file', () => {
  expect(factsOf(model({}))).toEqual([['On disk', '4.0 kB, unknown']]);
});

test('a model says what it was made for', () => {
  const facts = factsOf(
    model({
      parameters: 1.066e9,
      architecture: { blocks },
      defaultSize: { width: 512, height: 512 },
      scheduler: 'pndm',
    }),
  );
  expect(facts.map(([label]) => label)).toEqual(['Parameters', 'On disk', 'UNet', 'Made for', 'Scheduler']);
});

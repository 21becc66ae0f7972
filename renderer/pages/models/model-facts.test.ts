import { expect, test } from 'vitest';
import type { Model } from '../../../preload/contract/model.ts';
import { adviceFor, factsOf, fileOf, inWords, placeOf } from './model-facts.ts';

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

test('where a model lies, and what to do about one that is gone', () => {
  const own = { path: '/models/a', format: 'diffusers', embedded: false, downloaded: false, missing: false } as const;
  expect(placeOf(model(own))).toBe('diffusers folder · /models/a');
  expect(placeOf(model({ ...own, downloaded: true }))).toBe('downloaded · diffusers folder · /models/a');
  expect(placeOf(model({ ...own, missing: true, format: null }))).toBe('/models/a');
  expect(adviceFor(model({ ...own, missing: true }))).toMatch(/disk not connected/);
  expect(adviceFor(model({ ...own, downloaded: true }))).toMatch(/download it again/);
  expect(fileOf('/models/a/unet/x.safetensors')).toBe('unet/x.safetensors');
});

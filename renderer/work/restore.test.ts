import { expect, test } from 'vitest';
import type { Model } from '../../preload/contract/model.ts';
import type { Composition } from './composition.ts';
import { FIRST_DRAFT } from './draft.ts';
import { restored } from './restore.ts';

const COMPOSITION: Composition = {
  mask: ['dn0.0.res'],
  mode: { kind: 'periodic', period: 5, tail: 10 },
  semantics: 'residual',
  switching: [],
  precision: 'float32' as const,
  program: null,
  on: true,
};
const PRESENT = {
  draft: { ...FIRST_DRAFT, modelId: 'here', prompt: 'a fox', seedLocked: false },
  composition: COMPOSITION,
};
const MODELS = [
  { id: 'here', problem: null },
  { id: 'other', problem: null },
  { id: 'broken', problem: 'cut off' },
] as unknown as Model[];

test('everything a run carries is taken over, and its seed is kept for the next run', () => {
  const strategy = {
    name: 'CO6',
    inherit: ['mid.0.res'],
    mode: { kind: 'periodic', period: 2, tail: 0 },
    semantics: 'boundary',
    switching: [{ unet: 'other', calls: 20 }],
    precision: 'int8',
  } as const;
  const { draft, composition, notes } = restored(
    {
      modelId: 'other',
      prompt: 'a badger',
      seed: 7,
      strategy: { ...strategy, inherit: [...strategy.inherit], switching: [...strategy.switching] },
      initImage: { picture: 'f'.repeat(64), strength: 0.6 },
    },
    PRESENT,
    MODELS,
  );
  expect(draft).toMatchObject({
    modelId: 'other',
    prompt: 'a badger',
    seed: 7,
    seedLocked: true,
    steps: FIRST_DRAFT.steps,
    initImage: { picture: 'f'.repeat(64), strength: 0.6 },
  });
  const { mode, switching } = strategy;
  expect(composition).toEqual({
    mask: ['mid.0.res'],
    mode,
    semantics: 'boundary',
    switching,
    precision: 'int8',
    program: null,
    on: true,
  });
  expect(notes).toEqual([]);
});

test('a baseline switches inheritance off and leaves the mask as it is', () => {
  expect(restored({ strategy: null }, PRESENT, MODELS).composition).toEqual({ ...COMPOSITION, on: false });
});

test('a picture of another program changes only what it says', () => {
  const { draft, composition } = restored({ prompt: 'a hare', steps: 20 }, PRESENT, MODELS);
  expect(draft).toEqual({ ...PRESENT.draft, prompt: 'a hare', steps: 20 });
  expect(composition).toBe(COMPOSITION);
});

test('a model that is gone or broken is not taken over, and that is said', () => {
  for (const modelId of ['gone', 'broken']) {
    const { draft, notes } = restored({ modelId }, PRESENT, MODELS);
    expect(draft.modelId).toBe('here');
    expect(notes).toHaveLength(1);
  }
});

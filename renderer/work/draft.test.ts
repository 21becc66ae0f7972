import { expect, test } from 'vitest';
import type { Model } from '../../preload/contract/model.ts';
import { titleOfChange } from './draft-titles.ts';
import { adoptModel, FIRST_DRAFT, keepingSeed } from './draft.ts';

test('a model brings what it was made for, and leaves the prompts that were typed alone', () => {
  const model = {
    id: 'emoji',
    defaultSize: { width: 64, height: 64 },
    scheduler: 'ddim',
    recommended: { steps: 20, guidanceScale: null, negativePrompt: 'blurred', prompts: ['a fox'] },
  } as unknown as Model;
  expect(adoptModel({ ...FIRST_DRAFT, prompt: 'mine' }, null, model).draft).toMatchObject({
    modelId: 'emoji',
    width: 64,
    steps: 20,
    guidanceScale: 7.5,
    scheduler: 'ddim',
    prompt: 'mine',
    negativePrompt: 'blurred',
  });
  expect(adoptModel(FIRST_DRAFT, null, model).draft.prompt).toBe('a fox');
  expect(adoptModel({ ...FIRST_DRAFT, negativePrompt: 'hats' }, null, model).draft.negativePrompt).toBe('hats');
});

test('undo leaves a seed that was drawn, and takes back one that was chosen', () => {
  const drawn = { ...FIRST_DRAFT, seedLocked: false, seed: 9 };
  const before = { ...FIRST_DRAFT, seedLocked: false, seed: 1, steps: 20 };
  expect(keepingSeed(before, drawn)).toEqual({ ...before, seed: 9 });
  const locked = { ...before, seedLocked: true };
  expect(keepingSeed(locked, drawn)).toBe(locked);
});

test('what undo calls a change of the header', () => {
  expect(titleOfChange({ steps: 30 })).toBe('30 steps');
  expect(titleOfChange({ seed: 7, seedLocked: true })).toBe('Seed 7');
  expect(titleOfChange({ initImage: null })).toBe('No start picture');
});

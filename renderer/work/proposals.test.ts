import { expect, test } from 'vitest';
import { SCHEDULERS } from '../../native-models/schedulers.ts';
import { SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { FIRST_DRAFT } from './draft.ts';
import { followedInWords, keptInWords } from './proposals-in-words.ts';
import { guidanceOffered, proposalOf, stepsOffered, withModel, withProposed, withScheduler } from './proposals.ts';

const NOTHING = { steps: null, guidanceScale: null, negativePrompt: null, prompts: [] };
const model = (side: number, scheduler: 'pndm' | 'ddim' | 'lcm' | null, recommended = {}) => ({
  defaultSize: { width: side, height: side },
  scaleFactor: 8,
  scheduler,
  recommended: { ...NOTHING, ...recommended },
});
const SD15 = model(512, 'pndm');
const SD21 = model(768, 'ddim');
const EMOJI = model(64, 'pndm', { steps: 50, guidanceScale: 4 });
const DISTILLED = model(512, 'lcm');

test('each scheduler has steps to choose from, the usual among them', () => {
  for (const id of SAMPLER_IDS) {
    const { usual, quick } = SCHEDULERS[id].steps;
    expect(quick).toContain(usual);
    expect(quick).toEqual(quick.toSorted((a, b) => a - b));
  }
});

test('what fits: by the model, then by the scheduler', () => {
  expect(proposalOf(SD15)).toEqual({
    size: { width: 512, height: 512 },
    scheduler: 'pndm',
    steps: 50,
    guidanceScale: 7.5,
  });
  expect(proposalOf(SD21).size).toEqual({ width: 768, height: 768 });
  expect(proposalOf(EMOJI)).toMatchObject({ size: { width: 64, height: 64 }, steps: 50, guidanceScale: 4 });
  expect(proposalOf(DISTILLED)).toMatchObject({ scheduler: 'lcm', steps: 4, guidanceScale: 1 });
  expect(stepsOffered(SD15, 'euler')).toEqual({ usual: 25, quick: [20, 25, 30] });
  expect(stepsOffered(SD15, 'dpmpp-2m-karras').usual).toBe(20);
  // Advice is for the model's own scheduler; its guidance is for all but those that have their own.
  const advised = model(512, 'ddim', { steps: 35, guidanceScale: 6 });
  expect(stepsOffered(advised, 'ddim')).toEqual({ usual: 35, quick: [20, 30, 35, 50] });
  expect(stepsOffered(advised, 'euler').usual).toBe(25);
  expect(guidanceOffered(advised, 'euler')).toEqual({ usual: 6, quick: [5, 6, 7.5, 10] });
  expect(guidanceOffered(advised, 'lcm').usual).toBe(1);
});

test('another scheduler takes along what nobody set, and says so', () => {
  const draft = { ...FIRST_DRAFT, scheduler: 'pndm', steps: 50, guidanceScale: 7.5 } as const;
  const followed = withScheduler(draft, SD15, 'lcm');
  expect(followed.draft).toMatchObject({ scheduler: 'lcm', steps: 4, guidanceScale: 1, width: 512 });
  expect(followedInWords(draft, followed, ['steps', 'guidanceScale'])).toBe('Set with it: 4 steps and guidance 1.');
  expect(keptInWords(followed, proposalOf(SD15, 'lcm'), 'LCM')).toBeNull();
  // And back.
  expect(withScheduler(followed.draft, SD15, 'pndm').draft).toEqual(draft);
});

test('another scheduler leaves what a person set, and says what would fit', () => {
  const draft = { ...FIRST_DRAFT, scheduler: 'pndm', steps: 33, guidanceScale: 7.5 } as const;
  const followed = withScheduler(draft, SD15, 'dpmpp-2m');
  expect(followed).toEqual({ draft: { ...draft, scheduler: 'dpmpp-2m' }, kept: ['steps'] });
  expect(keptInWords(followed, proposalOf(SD15, 'dpmpp-2m'), 'DPM++ 2M')).toBe(
    'What you set stays: 33 steps. For DPM++ 2M: 20 steps.',
  );
  expect(followedInWords(draft, followed, ['steps', 'guidanceScale'])).toBeNull();
});

test('another model takes along what nobody set', () => {
  const draft = { ...FIRST_DRAFT, width: 64, height: 64, scheduler: 'pndm', steps: 50, guidanceScale: 4 } as const;
  const { draft: next, kept } = withModel(draft, EMOJI, SD21);
  expect(next).toMatchObject({ width: 768, height: 768, scheduler: 'ddim', steps: 50, guidanceScale: 7.5 });
  expect(kept).toEqual([]);
  expect(withModel(next, SD21, DISTILLED).draft).toMatchObject({ width: 512, scheduler: 'lcm', steps: 4 });
});

test('another model leaves what a person set, and names it', () => {
  const draft = { ...FIRST_DRAFT, width: 512, height: 768, scheduler: 'euler', steps: 25, guidanceScale: 7.5 } as const;
  const followed = withModel(draft, SD15, EMOJI);
  expect(followed.draft).toMatchObject({ width: 512, height: 768, scheduler: 'euler', steps: 25, guidanceScale: 4 });
  expect(followed.kept).toEqual(['scheduler', 'size']);
  expect(keptInWords(followed, proposalOf(EMOJI), 'heirloom-emoji')).toBe(
    'What you set stays: Euler and 512x768. For heirloom-emoji: PNDM and 64x64.',
  );
  expect(withProposed(followed.draft, 'size', proposalOf(EMOJI))).toMatchObject({ width: 64, height: 64 });
});

test('the first model brings all; one that names no scheduler leaves the one that there is', () => {
  expect(withModel(FIRST_DRAFT, null, EMOJI)).toEqual({
    draft: { ...FIRST_DRAFT, width: 64, height: 64, steps: 50, guidanceScale: 4, scheduler: 'pndm' },
    kept: [],
  });
  const draft = { ...FIRST_DRAFT, scheduler: 'ddim' } as const;
  expect(withModel(draft, SD21, model(512, null)).draft.scheduler).toBe('ddim');
  expect(withModel(draft, SD21, model(512, null)).kept).not.toContain('scheduler');
});

test('a size that stays is made one that the model takes', () => {
  const draft = { ...FIRST_DRAFT, width: 520, height: 512 };
  expect(withModel(draft, SD15, { ...SD21, scaleFactor: 16 }).draft).toMatchObject({ width: 528, height: 512 });
});

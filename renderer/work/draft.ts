/** Everything of the next run but its strategy, as the header shows it. */
import type { Model } from '../../preload/contract/model.ts';
import { FIRST_SETTINGS, type RunSettings, without } from '../../preload/settings/settings.ts';
import { recall, remember } from '../host/browser-memory.ts';
import { type Followed, withModel } from './proposals.ts';

export interface Draft extends Omit<RunSettings, 'strategy' | 'devicePrecision'> {
  /** Unlocked: each run draws a new seed. */
  readonly seedLocked: boolean;
  readonly count: number;
}

/** Of a start picture: the command line has the same. */
export const FIRST_STRENGTH = 0.75;

export const FIRST_DRAFT: Draft = { ...without(FIRST_SETTINGS, 'strategy'), seedLocked: true, count: 1 };

/** What the model was made for, as far as nobody set it otherwise. @param before the one that was chosen; null: none was. */
export function adoptModel(draft: Draft, before: Model | null, model: Model): Followed {
  const { id, recommended } = model;
  const { draft: followed, kept } = withModel(draft, before, model);
  const own = draft.negativePrompt !== '' && draft.negativePrompt !== before?.recommended.negativePrompt;
  return {
    kept,
    draft: {
      ...followed,
      modelId: id,
      negativePrompt: (own ? null : recommended.negativePrompt) ?? draft.negativePrompt,
      prompt: draft.prompt || (recommended.prompts[0] ?? ''),
    },
  };
}

/** Large enough that two draws differ, small enough to read aloud. */
const SEEDS = 2 ** 32;

export function randomSeed(): number {
  return Math.floor(Math.random() * SEEDS);
}

/** A draft that was taken back to: a seed that nobody chose is no part of it, so the present one stays. */
export function keepingSeed(draft: Draft, present: Draft): Draft {
  return draft.seedLocked || present.seedLocked ? draft : { ...draft, seed: present.seed };
}

const KEY = 'heirloom.draft';

/** The draft of the last visit; null at the first. */
export function storedDraft(): Draft | null {
  const stored = recall<Partial<Draft>>(KEY);
  return stored && { ...FIRST_DRAFT, ...stored };
}

export function storeDraft(draft: Draft): void {
  remember(KEY, draft);
}

/** What a card is asked to do; peers/torch_peer.py does the same. */
import type { Semantics } from '../../../native-models/vocabulary.ts';
import type { PresetId } from '../../../native-models/strategy/presets.ts';

/** Of networks that inherit: which units they compute. `full` inherits nothing. */
export const PLANS = {
  full: null,
  'CO6 residual': { preset: 'CO6', semantics: 'residual' },
  'CO3 boundary': { preset: 'CO3', semantics: 'boundary' },
} as const satisfies Record<string, { preset: PresetId; semantics: Semantics } | null>;
export type PlanId = keyof typeof PLANS;

/** Calls of a period of P5: one full, four that inherit. */
export const PERIOD = 5;
/** Of the full call and of one that inherits from it. */
export const TIMESTEPS = { full: 801, inherit: 761 } as const;
/** As peers/card_weights.py writes them: latents of one picture, text embeddings of both guidance halves. */
export const INPUT_FILES = { latents: 'latents.f32', context: 'context.f32' } as const;

export const GENERATION = {
  prompt: 'a red fox in the snow',
  negativePrompt: 'blurry',
  steps: 20,
  guidanceScale: 7.5,
} as const;

/** Which models' UNets can take turns in a run: on the same latents, after the same text, with the same prediction. */
import type { Model } from '../../../preload/contract/model.ts';

type Exchange = NonNullable<Model['unet']>;
type Complaint = (theirs: string, ours: string, own: string) => string;

const COMPLAINTS: { readonly [K in keyof Exchange]: Complaint } = {
  inChannels: (theirs, ours, own) => `takes latents of ${theirs} channels, those of ${own} have ${ours}`,
  outChannels: (theirs, ours, own) => `gives ${theirs} channels, ${own} gives ${ours}`,
  crossAttentionDim: (theirs, ours, own) => `reads texts ${theirs} wide, ${own} writes them ${ours} wide`,
  predicts: (theirs, ours, own) => `predicts ${inWords(theirs)}, ${own} predicts ${inWords(ours)}`,
};

const PREDICTIONS: Readonly<Record<string, string>> = {
  epsilon: 'noise',
  v_prediction: 'velocity',
  sample: 'the picture',
};
const inWords = (type: string) => PREDICTIONS[type] ?? type;

/** Why the UNet of `other` cannot take turns with the one of `own`; null where it can. */
export function whyNot(other: Model, own: Model): string | null {
  if (other.problem !== null || !other.unet) return 'cannot be opened';
  if (!own.unet) return `nothing is known of ${own.name}`;
  for (const key of Object.keys(COMPLAINTS) as (keyof Exchange)[]) {
    const [theirs, ours] = [other.unet[key], own.unet[key]];
    // A UNet that came alone does not say what it predicts.
    if (theirs === null || ours === null || theirs === ours) continue;
    return COMPLAINTS[key](String(theirs), String(ours), own.name);
  }
  // Nor at which size its latents are.
  if (other.format === 'unet' || own.format === 'unet' || other.scaleFactor === own.scaleFactor) return null;
  return `has latents of 1/${other.scaleFactor} the size of the picture, those of ${own.name} are 1/${own.scaleFactor}`;
}

export interface Partner {
  readonly model: Model;
  /** null: it can take turns. */
  readonly whyNot: string | null;
}

/** Every other model, those that can take turns first. */
export function partnersOf(own: Model, models: readonly Model[]): readonly Partner[] {
  return models
    .filter(({ id }) => id !== own.id)
    .map((model) => ({ model, whyNot: whyNot(model, own) }))
    .toSorted((a, b) => Number(a.whyNot !== null) - Number(b.whyNot !== null));
}

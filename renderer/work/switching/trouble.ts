/** Why a run cannot take turns as it is composed, in words, and what would mend it. */
import type { Model } from '../../../preload/contract/model.ts';
import type { Problem } from '../../host/problem.ts';
import { whyNot } from './partners.ts';
import { addUp, callsIn, type Segments } from './segments.ts';

export interface SwitchingTrouble extends Problem {
  /** `fit`: stretching the segments mends it; `remove`: only taking the segment `unet` away does. */
  readonly mend: { readonly kind: 'fit' } | { readonly kind: 'remove'; readonly unet: string };
}

export function switchingTrouble(
  segments: Segments,
  calls: number,
  own: Model,
  models: readonly Model[],
): SwitchingTrouble | null {
  for (const { unet } of segments) {
    const model = models.find(({ id }) => id === unet);
    const why = !model ? null : model.id === own.id ? null : whyNot(model, own);
    if (model && why === null) continue;
    return {
      message: model
        ? `${model.name} cannot take turns with ${own.name}: it ${why}.`
        : `A UNet that takes turns here is not in the list of models: ${unet}.`,
      advice: model
        ? 'Choose another model for its calls, or remove them.'
        : 'Add it on the Models page, or remove it.',
      mend: { kind: 'remove', unet },
    };
  }
  if (addUp(segments, calls)) return null;
  return {
    message: `The segments add up to ${callsIn(segments)} calls, but the run makes ${calls}.`,
    advice: 'Stretch them to the run, or change its steps.',
    mend: { kind: 'fit' },
  };
}

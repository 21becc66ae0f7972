/** A unit's facts in two or three sentences. */
import type { Architecture, Unit } from '../../../native-models/strategy/architecture.ts';
import type { Calibration, ModelCost } from '../../../preload/contract/model.ts';
import { bytes, milliseconds, percent } from '../../words/labels.ts';
import { levelOf } from '../../work/regions.ts';

export interface UnitFacts {
  readonly architecture: Architecture;
  readonly cost: ModelCost | null;
  readonly calibration: Calibration | null;
  readonly inherits: boolean;
  readonly latent: { readonly width: number; readonly height: number };
}

export function describeUnit(unit: Unit, { architecture, cost, calibration, inherits, latent }: UnitFacts): string {
  const level = levelOf(unit.block, architecture);
  const [width, height] = [Math.ceil(latent.width / 2 ** level), Math.ceil(latent.height / 2 ** level)];
  const own = cost?.units.find(({ id }) => id === unit.id);
  const channels = own ? Math.round(own.outputBytes / Float32Array.BYTES_PER_ELEMENT / (width * height)) : null;
  const measured = calibration?.units.find(({ id }) => id === unit.id);
  return [
    `${unit.kind === 'attn' ? 'Transformer' : 'ResNet'}, ${channels ? `${channels} channels, ` : ''}${width}x${height}.`,
    own && cost
      ? `${percent(own.macs / cost.macs)} of the MACs, ${percent(own.parameters / cost.parameters)} of the parameters.`
      : '',
    measured && measured.milliseconds !== null ? `${milliseconds(measured.milliseconds)} a call.` : '',
    measured ? `Its residual changes ${percent(middleOf(measured.change))} a step in the middle of a run.` : '',
    own && inherits ? `Inherits: ${bytes(own.outputBytes)} of the cache for each guidance half.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Mean over the middle third, where most inherit steps lie. */
function middleOf(change: readonly number[]): number {
  const third = Math.floor(change.length / 3);
  const middle = change.slice(third, change.length - third);
  return middle.reduce((sum, value) => sum + value, 0) / Math.max(1, middle.length);
}

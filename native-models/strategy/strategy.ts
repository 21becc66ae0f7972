import type { Precision, Semantics } from '../vocabulary.ts';
import type { UnitId } from './architecture.ts';

/** Which denoiser calls are full, by call index (never by timestep). The first call of a run is always full. */
export type SamplingMode =
  /** Call i is full when i % period === 0, and the last `tail` calls are all full. `P5` has tail 0, `P5+` tail 10. */
  | { readonly kind: 'periodic'; readonly period: number; readonly tail: number }
  | { readonly kind: 'explicit'; readonly fullCalls: readonly number[] };

/** One stretch of a multi-UNet run: `unet` names a checkpoint, `calls` is how many calls it makes. */
export interface SwitchSegment {
  readonly unet: string;
  readonly calls: number;
}

/** mask + sampling mode + semantics (+ UNet switching), and the precision of every UNet of the run. */
export interface Strategy {
  readonly name: string;
  /** The mask: the units that inherit. */
  readonly inherit: readonly UnitId[];
  readonly mode: SamplingMode;
  readonly semantics: Semantics;
  /** Empty: the run's own UNet throughout. */
  readonly switching: readonly SwitchSegment[];
  readonly precision: Precision;
}

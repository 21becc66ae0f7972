import { createHash } from 'node:crypto';
import { RuntimeError } from '../errors.ts';
import type { WeightSource } from '../graph/weights.ts';
import type { DeviceOptions } from '../runtime/device.ts';
import type { Feeds, Fetches, Session } from '../runtime/session.ts';
import type { SessionCache } from '../runtime/session-cache.ts';
import type { FeatureName } from '../strategy/features.ts';
import type { StepForm } from '../strategy/plan.ts';
import type { UNetConfig } from '../unet/config.ts';
import type { UNetSize } from '../unet/context.ts';
import type { InheritStep } from '../unet/step.ts';
import { UNET_OUTPUT } from '../unet/unet.ts';
import type { DeviceId } from '../vocabulary.ts';
import type { Features } from './feature-store.ts';

export interface UNetNetwork {
  readonly config: UNetConfig;
  readonly weights: WeightSource;
}

/** What one call gives: (batch, outChannels, height, width), and what its form leaves where that was asked for. */
export interface StepResult {
  readonly output: Float32Array;
  readonly left: Features;
}

/** One form of a plan, ready to run. */
export interface Step {
  /** The features that it reads. */
  readonly reads: readonly FeatureName[];
  /** Loads what it runs on. */
  session(): Promise<Session>;
  /**
   * Runs a call.
   * @param inputs sample, timestep and text embeddings.
   * @param features what it reads; for a form that reads none whatever is at hand, null where there is nothing.
   * @param keeps whether what it leaves is wanted.
   */
  run(inputs: Feeds, features: Features | null, keeps: boolean): Promise<StepResult>;
}

/** The forms of a plan, on a device. */
export interface Steps {
  /** @param form index into the plan's forms. */
  of(form: number): Step;
  /** Whether forms that read nothing run faster with features at hand (see `Step.run`). */
  readonly needSpare: boolean;
}

export interface Sessions {
  readonly device: DeviceId;
  readonly options: DeviceOptions;
  readonly cache: SessionCache;
}

/** What the keys of UNets' sessions begin with. */
export const UNET_KEY = 'unet ';

/** A form with what building its graph takes. */
export interface FormOfUNet extends UNetNetwork {
  readonly form: StepForm;
  readonly size: UNetSize;
  /** The part of it that inherits, built; null where nothing does. */
  readonly inherit: InheritStep | null;
  /** What it leaves, without what no graph of the plan reads. */
  readonly leaves: readonly FeatureName[];
}

/** @throws RuntimeError where float16 was not enough: from there on every call, and the picture, would be nothing. */
export function predictionOf({ [UNET_OUTPUT]: output }: Fetches, { precision }: DeviceOptions): Float32Array {
  if (precision === 'float16' && !output!.every(Number.isFinite)) {
    throw new RuntimeError(
      'unet: its numbers are not finite in float16; let this device compute in float32 (--device-precision float32)',
    );
  }
  return output!;
}

/** What a session is kept under: everything that decides its graph and what it computes with. */
export function keyOf(
  weights: WeightSource,
  device: DeviceId,
  { precision, spelledOut, profile }: DeviceOptions,
  size: UNetSize,
  step: readonly unknown[],
): string {
  const how = [device, precision ?? 'float32', spelledOut ?? [], profile ?? null];
  const parts = JSON.stringify([weights.folder, weightsIdentity(weights), how, size, step]);
  return UNET_KEY + createHash('sha256').update(parts).digest('hex');
}

/** Checkpoints may share a folder (single files do), so sessions are keyed on the weights object as well. */
const identities = new WeakMap<object, number>();
let nextIdentity = 0;
function weightsIdentity(weights: object): number {
  const known = identities.get(weights) ?? nextIdentity++;
  identities.set(weights, known);
  return known;
}

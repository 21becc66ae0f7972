import { createHash } from 'node:crypto';
import type { WeightSource } from '../checkpoint/weights.ts';
import type { DeviceId, DeviceOptions } from '../runtime/device.ts';
import { createSession, type Session } from '../runtime/session.ts';
import type { SessionCache } from '../runtime/session-cache.ts';
import type { UnitId } from '../strategy/architecture.ts';
import type { StepKind } from '../strategy/plan.ts';
import type { Semantics } from '../strategy/strategy.ts';
import type { UNetConfig } from '../unet/config.ts';
import { inheritanceOf } from '../unet/inheritance.ts';
import { buildFullStep, buildInheritStep, type Feature } from '../unet/step.ts';
import type { UNetSize } from '../unet/context.ts';

export interface UNetNetwork {
  readonly config: UNetConfig;
  readonly weights: WeightSource;
}

/** The sessions one UNet needs for one plan: a full step, which can also give the features, and an inherit step. */
export interface UNetSteps {
  readonly features: readonly Feature[];
  /** The step of a call; a full one that does not extract is the same session, asked for less. */
  session(step: StepKind): Promise<Session>;
}

/** What the keys of UNets' sessions begin with. */
export const UNET_KEY = 'unet ';

/**
 * Prepares the steps of `network` for a mask. Graphs are built here, sessions on first use; two strategies that need
 * the same graph share its session.
 */
export function unetSteps(
  network: UNetNetwork,
  { mask, semantics, size }: { mask: readonly UnitId[]; semantics: Semantics; size: UNetSize },
  { device, options, sessions }: { device: DeviceId; options: DeviceOptions; sessions: SessionCache },
): UNetSteps {
  const { config, weights } = network;
  const inherit =
    mask.length > 0 ? buildInheritStep(config, weights, size, inheritanceOf(config, mask, semantics)) : null;
  const features = inherit?.features ?? [];
  const open = (step: string, build: () => ReturnType<typeof buildFullStep>): Promise<Session> => {
    const key = UNET_KEY + digest([weights.folder, weightsIdentity(weights), device, size, step]);
    return sessions.get(key, () => createSession(build(), weights.folder, device, options));
  };
  const names = features.map(({ name }) => name).join(' ');
  return {
    features,
    session(step) {
      if (step === 'inherit') return open(`inherit ${mask.join(' ')} reading ${names}`, () => inherit!.graph);
      return open(`full extracting ${names}`, () => buildFullStep(config, weights, size, features));
    },
  };
}

const digest = (parts: unknown): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Checkpoints may share a folder (single files do), so sessions are keyed on the weights object as well. */
const identities = new WeakMap<object, number>();
let nextIdentity = 0;
function weightsIdentity(weights: object): number {
  const known = identities.get(weights) ?? nextIdentity++;
  identities.set(weights, known);
  return known;
}

import { RuntimeError } from '../errors.ts';
import type { DeviceId, Semantics } from '../vocabulary.ts';
import { createHash } from 'node:crypto';
import type { WeightSource } from '../graph/weights.ts';
import { keptName } from '../graph/conditional.ts';
import type { DeviceOptions } from '../runtime/device.ts';
import { createSession, dispose, type Feeds, type Fetches, type Session } from '../runtime/session.ts';
import type { SessionCache } from '../runtime/session-cache.ts';
import { zeros } from '../runtime/warm-up.ts';
import type { UnitId } from '../strategy/architecture.ts';
import type { PlannedCall, StepKind } from '../strategy/plan.ts';
import type { UNetConfig } from '../unet/config.ts';
import type { UNetSize } from '../unet/context.ts';
import { type Inheritance, inheritanceOf } from '../unet/inheritance.ts';
import { buildConditionalStep, buildFullStep, buildInheritStep, type Feature, INHERIT_INPUT } from '../unet/step.ts';
import { UNET_OUTPUT } from '../unet/unet.ts';
import type { Features } from './feature-cache.ts';

export interface UNetNetwork {
  readonly config: UNetConfig;
  readonly weights: WeightSource;
}

/** What one call gives: (batch, outChannels, height, width), and the features where they were asked for. */
export interface StepResult {
  readonly output: Float32Array;
  readonly features: Features | null;
}

/** The full and the inherit step of one UNet for one plan. */
export interface UNetSteps {
  /** Loads what a step of this kind runs on; a full one that does not extract is the same, asked for less. */
  session(step: StepKind): Promise<Session>;
  /**
   * Runs a call.
   * @param inputs sample, timestep and text embeddings.
   * @param last features of this UNet's last full step; an inherit step needs them.
   */
  run(call: Pick<PlannedCall, 'step' | 'extract'>, inputs: Feeds, last: Features | null): Promise<StepResult>;
}

export interface Sessions {
  readonly device: DeviceId;
  readonly options: DeviceOptions;
  readonly cache: SessionCache;
}

interface MaskedUNet extends UNetNetwork {
  readonly inheritance: Inheritance | null;
  readonly size: UNetSize;
}

/**
 * How the two steps share the weights. `apart`: a session each, the weights mapped twice at the cost of once; the features
 * travel through memory. `together`: one session with branches, where each session would hold weights of its own; the features
 * stay on the device (docs/adr/0006-devices-with-their-own-memory.md).
 */
const FORMS: Record<DeviceId, (unet: MaskedUNet, sessions: Sessions) => UNetSteps> = {
  cpu: apart,
  webgpu: together,
  cuda: apart,
  dml: apart,
  coreml: apart,
};

/** What the keys of UNets' sessions begin with. */
export const UNET_KEY = 'unet ';

/**
 * Prepares the steps of `network` for a mask. Graphs are built here, sessions on first use; two strategies that need
 * the same graph share its session.
 */
export function unetSteps(
  network: UNetNetwork,
  { mask, semantics, size }: { mask: readonly UnitId[]; semantics: Semantics; size: UNetSize },
  sessions: Sessions,
): UNetSteps {
  const inheritance = mask.length > 0 ? inheritanceOf(network.config, mask, semantics) : null;
  // Where nothing inherits there is one step.
  const form = inheritance ? FORMS[sessions.device] : apart;
  return form({ ...network, inheritance, size }, sessions);
}

function apart({ config, weights, size, inheritance }: MaskedUNet, { device, options, cache }: Sessions): UNetSteps {
  const inherit = inheritance && buildInheritStep(config, weights, size, inheritance);
  const features = inherit?.features ?? [];
  const names = namesOf(features);
  const builds = {
    full: () => buildFullStep(config, weights, size, features),
    inherit: () => inherit!.graph,
  };
  const keys = {
    full: keyOf(weights, device, options, size, ['full extracting', names]),
    inherit: keyOf(weights, device, options, size, ['inherit', [...(inheritance?.units ?? [])], names]),
  };
  const carried = { full: { outputs: names }, inherit: { inputs: names } };
  const session = (step: StepKind) =>
    cache.get(keys[step], () => createSession(builds[step](), weights.folder, device, options, carried[step]));
  return {
    session,
    async run({ step, extract }, inputs, last) {
      const loaded = await session(step);
      const feeds = step === 'inherit' ? { ...inputs, ...last } : inputs;
      if (!extract) return { output: predictionOf(await loaded.run(feeds), options), features: null };
      const { fetches, kept } = await loaded.runKeeping(feeds);
      return { output: predictionOf(fetches, options), features: kept };
    },
  };
}

function together({ config, weights, size, inheritance }: MaskedUNet, { device, options, cache }: Sessions): UNetSteps {
  const inherit = buildInheritStep(config, weights, size, inheritance!);
  const { features } = inherit;
  const names = namesOf(features);
  const key = keyOf(weights, device, options, size, ['either', [...inheritance!.units], names]);
  const build = () => buildConditionalStep(config, weights, size, inherit);
  const carried = { outputs: names, inputs: names.map(keptName), stays: true };
  const session = () => cache.get(key, () => createSession(build(), weights.folder, device, options, carried));
  return {
    session,
    async run({ step, extract }, inputs, last) {
      const loaded = await session();
      // A full step reads no features, but has to be fed some: those of the last one cost nothing, they are there.
      const features = last
        ? Object.fromEntries(names.map((name) => [keptName(name), last[name]!]))
        : zeros({ inputs: loaded.inputs.filter(({ name }) => carried.inputs.includes(name)) });
      const feeds = { ...inputs, ...features, [INHERIT_INPUT]: Uint8Array.of(step === 'inherit' ? 1 : 0) };
      const { fetches, kept } = await loaded.runKeeping(feeds);
      if (!extract) dispose(kept);
      return { output: predictionOf(fetches, options), features: extract ? kept : null };
    },
  };
}

/** @throws RuntimeError where float16 was not enough: from there on every call, and the picture, would be nothing. */
function predictionOf({ [UNET_OUTPUT]: output }: Fetches, { precision }: DeviceOptions): Float32Array {
  if (precision === 'float16' && !output!.every(Number.isFinite)) {
    throw new RuntimeError(
      'unet: its numbers are not finite in float16; let this device compute in float32 (--device-precision float32)',
    );
  }
  return output!;
}

const namesOf = (features: readonly Feature[]): readonly string[] => features.map(({ name }) => name);

function keyOf(
  weights: WeightSource,
  device: DeviceId,
  { precision, spelledOut }: DeviceOptions,
  size: UNetSize,
  step: readonly unknown[],
): string {
  const how = [device, precision ?? 'float32', spelledOut ?? []];
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

import { createHash } from 'node:crypto';
import { RequestError, RuntimeError } from '../errors.ts';
import { keptName } from '../graph/conditional.ts';
import type { WeightSource } from '../graph/weights.ts';
import type { DeviceOptions } from '../runtime/device.ts';
import { createSession, dispose, type Feeds, type Fetches, type Session } from '../runtime/session.ts';
import type { SessionCache } from '../runtime/session-cache.ts';
import { zeros } from '../runtime/warm-up.ts';
import type { FeatureName } from '../strategy/features.ts';
import type { Plan, StepForm } from '../strategy/plan.ts';
import type { UNetConfig } from '../unet/config.ts';
import type { UNetSize } from '../unet/context.ts';
import { inheritanceOf } from '../unet/inheritance.ts';
import {
  buildConditionalStep,
  buildFullStep,
  buildInheritStep,
  INHERIT_INPUT,
  type InheritStep,
} from '../unet/step.ts';
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
interface FormOfUNet extends UNetNetwork {
  readonly form: StepForm;
  readonly size: UNetSize;
  /** The part of it that inherits, built; null where nothing does. */
  readonly inherit: InheritStep | null;
  /** What it leaves, without what no graph of the plan reads. */
  readonly leaves: readonly FeatureName[];
}

/**
 * How the forms of one UNet share the weights. `apart`: a session each, the weights mapped twice at the cost of once; the features
 * travel through memory. `together`: one session with branches, where each session would hold weights of its own; the features
 * stay on the device (docs/adr/0006-devices-with-their-own-memory.md).
 */
const SHARING: Record<DeviceId, Sharing> = {
  cpu: apart,
  webgpu: together,
  cuda: apart,
  dml: apart,
  coreml: apart,
};
type Sharing = (forms: readonly FormOfUNet[], sessions: Sessions, calls: Plan['calls']) => readonly Step[];

/**
 * Prepares the forms of a plan. Graphs that inherit are built here, the others and all sessions on first use; plans that need the
 * same graph share its session.
 * @param networks one per UNet of the plan.
 * @param sizeOf the size of a call's tensors, by the halves that it computes.
 * @throws RequestError where the device cannot hold such a plan; the message says why and what to change.
 */
export function stepsOf(
  plan: Pick<Plan, 'forms' | 'calls' | 'semantics'>,
  networks: readonly UNetNetwork[],
  sizeOf: (halves: StepForm['halves']) => UNetSize,
  sessions: Sessions,
): Steps {
  const built = plan.forms.map((form): Omit<FormOfUNet, 'leaves'> => {
    const { config, weights } = networks[form.unet]!;
    const size = sizeOf(form.halves);
    const inheritance = form.inherits.length > 0 ? inheritanceOf(config, form.inherits, plan.semantics) : null;
    // Built once more where it leaves something, when all that is read is known.
    return {
      form,
      config,
      weights,
      size,
      inherit: inheritance && buildInheritStep(config, weights, size, inheritance),
    };
  });
  const read = new Set(built.flatMap(({ inherit }) => inherit?.features.map(({ name }) => name) ?? []));
  const named = new Set(
    plan.calls.flatMap((call) => (call.form === null ? [] : call.reads.flatMap(({ features }) => features))),
  );
  const forms = built.map((each): FormOfUNet => {
    const leaves = each.form.leaves.filter((name) => read.has(name) || !named.has(name));
    if (!each.inherit || leaves.length === 0) return { ...each, leaves };
    const { config, weights, size, form } = each;
    const inheritance = inheritanceOf(config, form.inherits, plan.semantics);
    return {
      ...each,
      leaves,
      inherit: buildInheritStep(
        config,
        weights,
        size,
        inheritance,
        leaves.map((name) => ({ name })),
      ),
    };
  });
  const steps: Step[] = [];
  networks.forEach((_, unet) => {
    const own = forms.filter(({ form }) => form.unet === unet);
    // Where nothing inherits there is one step, or one for each half.
    const share = own.some(({ inherit }) => inherit) ? SHARING[sessions.device] : apart;
    share(own, sessions, plan.calls).forEach((step, i) => (steps[forms.indexOf(own[i]!)] = step));
  });
  return { of: (form) => steps[form]!, needSpare: SHARING[sessions.device] === together };
}

function apart(forms: readonly FormOfUNet[], sessions: Sessions): readonly Step[] {
  return forms.map((form) => stepApart(form, sessions));
}

function stepApart(
  { form, config, weights, size, inherit, leaves }: FormOfUNet,
  { device, options, cache }: Sessions,
): Step {
  const reads = inherit?.features.map(({ name }) => name) ?? [];
  const build = () =>
    inherit?.graph ??
    buildFullStep(
      config,
      weights,
      size,
      leaves.map((name) => ({ name })),
    );
  const key = keyOf(weights, device, options, size, ['apart', form.inherits, reads, leaves]);
  const carried = { inputs: reads, outputs: leaves };
  const session = () => cache.get(key, () => createSession(build(), weights.folder, device, options, carried));
  return {
    reads,
    session,
    async run(inputs, features, keeps) {
      const loaded = await session();
      const feeds = inherit ? { ...inputs, ...features } : inputs;
      if (!keeps || leaves.length === 0) return { output: predictionOf(await loaded.run(feeds), options), left: {} };
      const { fetches, kept } = await loaded.runKeeping(feeds);
      return { output: predictionOf(fetches, options), left: kept };
    },
  };
}

/** @throws RequestError where the forms are not everything and one mask. */
function together(
  forms: readonly FormOfUNet[],
  { device, options, cache }: Sessions,
  calls: Plan['calls'],
): readonly Step[] {
  const inheriting = forms.filter(({ inherit }) => inherit);
  const problem = cannotShare(forms, inheriting, calls);
  if (problem) {
    throw new RequestError(
      `device ${device}: it holds a copy of the weights for each session, so a UNet has one there, for everything and for one mask; ` +
        `this program ${problem}. Choose the device cpu, or a program with one mask and no sums`,
    );
  }
  const [{ config, weights, size, inherit }] = inheriting as [FormOfUNet];
  const { features } = inherit!;
  const names = features.map(({ name }) => name);
  const key = keyOf(weights, device, options, size, ['together', names, inheriting[0]!.form.inherits]);
  const carried = { outputs: names, inputs: names.map(keptName), stays: true };
  const build = () => buildConditionalStep(config, weights, size, inherit!);
  const session = () => cache.get(key, () => createSession(build(), weights.folder, device, options, carried));
  return forms.map((form) => ({
    reads: form.inherit ? names : [],
    session,
    async run(inputs, given, keeps) {
      const loaded = await session();
      // A full step reads no features, but has to be fed some: those of the last one cost nothing, they are there.
      const features = given
        ? Object.fromEntries(names.map((name) => [keptName(name), given[name]!]))
        : zeros({ inputs: loaded.inputs.filter(({ name }) => carried.inputs.includes(name)) });
      const feeds = { ...inputs, ...features, [INHERIT_INPUT]: Uint8Array.of(form.inherit ? 1 : 0) };
      const { fetches, kept } = await loaded.runKeeping(feeds);
      if (!keeps) dispose(kept);
      return { output: predictionOf(fetches, options), left: keeps ? kept : {} };
    },
  }));
}

/** Why the forms of a UNet cannot be one session with branches; null where they can. */
function cannotShare(
  forms: readonly FormOfUNet[],
  inheriting: readonly FormOfUNet[],
  calls: Plan['calls'],
): string | null {
  if (inheriting.length > 1) return `inherits ${inheriting.length} different masks`;
  if (forms.some(({ form }) => form.halves !== forms[0]!.form.halves))
    return 'computes one half of the guidance at some calls';
  if (inheriting[0]!.leaves.length > 0) return 'inherits from calls that inherit themselves';
  const sources = calls.flatMap((call) => (call.form === null ? [] : call.reads.map(({ source }) => source)));
  if (sources.some((source) => source.length > 1 || source[0]!.weight !== 1))
    return 'sums the features of several calls';
  return null;
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

function keyOf(
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

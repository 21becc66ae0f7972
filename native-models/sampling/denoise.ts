import { setImmediate } from 'node:timers/promises';
import type { NamedFeeds } from '../families/family.ts';
import { lifetimesOf } from '../strategy/lifetime.ts';
import { type ComputedCall, kindOf, type Plan } from '../strategy/plan.ts';
import type { Guard } from '../strategy/strategy.ts';
import { UNET_INPUTS, UNET_NAME } from '../unet/unet.ts';
import { type Features, FeatureStore } from './feature-store.ts';
import { requireFinite, requireFiniteLatents } from './finite.ts';
import type { CallTiming } from './generation.ts';
import { conditionalFeeds, twice } from './guidance.ts';
import { guide, guideBy, guidanceTerm } from './guide.ts';
import type { Denoise, Sampler } from '../solvers/sampler.ts';
import type { Steps } from './step.ts';
import { VectorStore } from './vector-store.ts';

export interface DenoiseContext {
  readonly plan: Plan;
  /** Of the plan's forms. */
  readonly steps: Steps;
  readonly timesteps: Sampler['timesteps'];
  /** What the UNet reads besides latents and timestep, by input: with guidance the negative prompt's rows, then the prompt's. */
  readonly feeds: NamedFeeds;
  /** null: no guidance, one half only. */
  readonly guidanceScale: number | null;
  readonly onCall: (timing: CallTiming) => void;
  /** Sees what each call leaves, before it is kept or given back. */
  readonly observe?: ((features: Features) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One run: `sampler` asks for calls, the plan says what each is. Nothing is decided here. What calls leave is the run's own and ends
 * with it, before its sessions can be unloaded: features on a device must not outlive the session that made them.
 */
export async function denoise(
  context: DenoiseContext,
  sampler: Sampler,
  latents: Float32Array,
  noise: () => Float32Array,
  onStep?: (call: number, latents: Float32Array) => void,
): Promise<Float32Array> {
  using store = storeOf(context);
  return await sampler.sample(followPlan(context, store), latents, noise, onStep);
}

/** An empty store for the features of one run. */
export function storeOf({ plan, steps, guidanceScale }: DenoiseContext): FeatureStore {
  return new FeatureStore(plan, { guided: guidanceScale !== null, keepsSpare: steps.needSpare });
}

/**
 * The denoiser of one run, call by call.
 * @param store empty, and this run's alone; whoever made it disposes of it.
 */
export function followPlan(context: DenoiseContext, store: FeatureStore): Denoise {
  const { plan, steps, timesteps, feeds, guidanceScale, onCall, observe, signal } = context;
  const promptFeeds = guidanceScale === null ? feeds : conditionalFeeds(feeds);
  const lifetimes = lifetimesOf(plan);
  const guidances = new VectorStore(lifetimes.map(({ guidance }) => guidance));
  const outputs = new VectorStore(lifetimes.map(({ output }) => output));
  const inputs = new VectorStore(lifetimes.map(({ input }) => input));

  /** Runs the UNet; gives its output after guidance. */
  const compute = async (planned: ComputedCall, modelInput: Float32Array, refreshes: boolean) => {
    const { call, unet } = planned;
    const form = refreshes ? planned.otherwise!.form : planned.form;
    const { halves, inherits } = plan.forms[form]!;
    const step = steps.of(form);
    const both = guidanceScale !== null && halves === 'both';
    const told = {
      [UNET_INPUTS.sample]: both ? twice(modelInput) : modelInput,
      [UNET_INPUTS.timestep]: Float32Array.of(timesteps[call]!),
      ...(both ? feeds : promptFeeds),
    };
    const features = inherits.length > 0 ? store.feed(planned, step.reads) : store.spare(unet);
    const keeps = refreshes || store.isRead(call) || observe !== undefined;
    requireFiniteLatents(modelInput, call);
    const { output, left } = await step.run(told, features, keeps);
    requireFinite({ output }, { name: UNET_NAME }, ` at call ${call + 1} of ${plan.calls.length}`);
    observe?.(left);
    if (refreshes) {
      store.replace(planned, left);
      for (const { source } of planned.reads) inputs.replace(source[0]!.call, modelInput);
    } else if (keeps) store.put(call, left);
    inputs.put(call, () => modelInput);

    if (guidanceScale === null) return output;
    if (both) {
      guidances.put(call, () => guidanceTerm(output));
      return guide(output, guidanceScale);
    }
    return planned.guidance === 'computed' ? output : guideBy(output, guidances.sum(planned.guidance), guidanceScale);
  };

  return async (modelInput, call) => {
    await setImmediate(); // a run blocks the thread: let signals in between calls
    signal?.throwIfAborted();
    const planned = plan.calls[call]!;
    const refreshes = planned.form !== null && trips(planned, modelInput, inputs);
    const form = refreshes ? planned.otherwise!.form : planned.form;
    if (form !== null) await steps.of(form).session(); // loading is no part of a call

    const started = performance.now();
    const output = planned.form === null ? outputs.sum(planned.output) : await compute(planned, modelInput, refreshes);
    outputs.put(call, () => output);
    store.finished(call);
    for (const vectors of [guidances, outputs, inputs]) vectors.finished(call);
    const step = kindOf(form === null ? null : plan.forms[form]!);
    onCall({ call, form, step, seconds: (performance.now() - started) / 1000 });
    return output;
  };
}

function trips({ otherwise, reads }: ComputedCall, modelInput: Float32Array, inputs: VectorStore): boolean {
  if (!otherwise) return false;
  return reads.some(({ source }) => exceeds(otherwise.guard, modelInput, inputs.at(source[0]!.call)));
}

/** Whether the input has moved further from that of an earlier call, relative to it, than the guard allows. */
function exceeds({ above }: Guard, now: Float32Array, before: Float32Array): boolean {
  let [moved, size] = [0, 0];
  for (let i = 0; i < now.length; i++) {
    moved += (now[i]! - before[i]!) ** 2;
    size += before[i]! ** 2;
  }
  return Math.sqrt(moved) > above * Math.sqrt(size);
}

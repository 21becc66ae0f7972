import { setImmediate } from 'node:timers/promises';
import type { Plan } from '../strategy/plan.ts';
import { UNET_INPUTS } from '../unet/unet.ts';
import { FeatureCache } from './feature-cache.ts';
import type { CallTiming } from './generation.ts';
import { guide, twice } from './guidance.ts';
import type { Denoise, Sampler } from '../solvers/sampler.ts';
import type { UNetSteps } from './unet-steps.ts';

export interface DenoiseContext {
  readonly plan: Plan;
  /** One per UNet of the plan. */
  readonly steps: readonly UNetSteps[];
  readonly timesteps: Sampler['timesteps'];
  /** Text embeddings, (batch, tokens, width): with guidance the negative prompt's rows, then the prompt's. */
  readonly text: Float32Array;
  /** null: no guidance, one half only. */
  readonly guidanceScale: number | null;
  readonly onCall: (timing: CallTiming) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One run: `sampler` asks for calls, the plan says what each is. A full step that later calls inherit from leaves its
 * features in the cache; an inherit step is fed from it. Nothing is decided here. The cache is the run's own and ends with it,
 * before its sessions can be unloaded: features on a device must not outlive the session that made them.
 */
export async function denoise(
  context: DenoiseContext,
  sampler: Sampler,
  latents: Float32Array,
  noise: () => Float32Array,
  onStep?: (call: number, latents: Float32Array) => void,
): Promise<Float32Array> {
  using cache = new FeatureCache();
  return await sampler.sample(followPlan(context, cache), latents, noise, onStep);
}

/**
 * The denoiser of one run, call by call.
 * @param cache empty, and this run's alone; whoever made it clears it.
 */
export function followPlan(context: DenoiseContext, cache: FeatureCache): Denoise {
  const { plan, steps, timesteps, text, guidanceScale, onCall, signal } = context;
  return async (modelInput, call) => {
    await setImmediate(); // a run blocks the thread: let signals in between calls
    signal?.throwIfAborted();
    const planned = plan.calls[call]!;
    const unet = steps[planned.unet]!;
    await unet.session(planned.step); // loading is no part of a call

    const started = performance.now();
    const inputs = {
      [UNET_INPUTS.sample]: guidanceScale === null ? modelInput : twice(modelInput),
      [UNET_INPUTS.timestep]: Float32Array.of(timesteps[call]!),
      [UNET_INPUTS.context]: text,
    };
    const last = planned.step === 'inherit' ? cache.read(planned.unet) : cache.peek(planned.unet);
    const { output, features } = await unet.run(planned, inputs, last);
    if (features) cache.refresh(planned.unet, features);
    onCall({ call, step: planned.step, seconds: (performance.now() - started) / 1000 });

    return guidanceScale === null ? output : guide(output, guidanceScale);
  };
}

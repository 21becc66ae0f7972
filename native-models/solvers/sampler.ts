import type { SamplerId } from '../vocabulary.ts';

/**
 * One denoiser call: takes the scaled model input and the call index, gives the guided model output
 * (epsilon or v, as the checkpoint predicts). The call index, never the timestep, is what plans are keyed on.
 */
export type Denoise = (modelInput: Float32Array, call: number) => Promise<Float32Array>;

/** A scheduler resolved for one run. All latents are flat f32, any batch size. */
export interface Sampler {
  readonly id: SamplerId;
  /** Model time of every denoiser call, in order: `timesteps.length` is the number of calls (N+1 for PNDM). */
  readonly timesteps: readonly number[];
  /** Factor on unit noise that gives the first latents of text-to-image. */
  readonly initNoiseSigma: number;
  /** Whether `noise` below is drawn from while sampling (ancestral, LCM). */
  readonly stochastic: boolean;
  /** First latents of image-to-image: `clean` noised to the level of the first timestep. */
  addNoise(clean: Float32Array, noise: Float32Array): Float32Array;
  /**
   * Runs all calls from `latents` and returns the final latents.
   * @param noise draws the next unit noise of the latents' size (stochastic samplers only).
   * @param onStep is told the latents after each call.
   */
  sample(
    denoise: Denoise,
    latents: Float32Array,
    noise: () => Float32Array,
    onStep?: (call: number, latents: Float32Array) => void,
  ): Promise<Float32Array>;
}

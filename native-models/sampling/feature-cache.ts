import type { Feature } from '../unet/step.ts';
import type { Fetches } from '../runtime/session.ts';

/**
 * What the last full step left for the inherit steps after it. One run makes one and drops it, and it holds the features
 * of one UNet at a time, so nothing can leak between runs, sizes, batches or UNets; the guidance halves are rows of the
 * same tensors and stay apart as rows do.
 */
export class FeatureCache {
  #unet: number | null = null;
  #features: Fetches = {};

  /** Replaces everything by what a full step of UNet number `unet` extracted. */
  refresh(unet: number, features: readonly Feature[], outputs: Fetches): void {
    this.#unet = unet;
    this.#features = Object.fromEntries(features.map(({ name }) => [name, outputs[name]!]));
  }

  /** @throws when the last full step was another UNet's: a plan never asks for that. */
  read(unet: number): Fetches {
    if (unet !== this.#unet) {
      throw new Error(`feature cache: UNet ${unet} asked for features, UNet ${this.#unet ?? 'none'} left them`);
    }
    return this.#features;
  }
}

import { dispose, type Kept } from '../runtime/session.ts';

/** What a full step extracted, by feature name: here, or on the device that made it. */
export type Features = Kept;

/**
 * What the last full step left for the inherit steps after it. One run makes one and drops it, and it holds the features
 * of one UNet at a time, so nothing can leak between runs, sizes, batches or UNets; the guidance halves are rows of the
 * same tensors and stay apart as rows do.
 */
export class FeatureCache implements Disposable {
  #unet: number | null = null;
  #features: Features = {};

  /** Replaces everything by what a full step of UNet number `unet` extracted. */
  refresh(unet: number, features: Features): void {
    this.clear();
    this.#unet = unet;
    this.#features = features;
  }

  /** @throws when the last full step was another UNet's: a plan never asks for that. */
  read(unet: number): Features {
    if (unet !== this.#unet) {
      throw new Error(`feature cache: UNet ${unet} asked for features, UNet ${this.#unet ?? 'none'} left them`);
    }
    return this.#features;
  }

  /** What the last full step left, where it was this UNet's. */
  peek(unet: number): Features | null {
    return unet === this.#unet ? this.#features : null;
  }

  /** Gives back what features hold on a device. */
  clear(): void {
    dispose(this.#features);
    this.#unet = null;
    this.#features = {};
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

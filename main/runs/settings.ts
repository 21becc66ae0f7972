/** What a picture is made from, all of it decided. */
import type { RgbImage } from '../../native-models/image.ts';
import type { SamplerId } from '../../native-models/vocabulary.ts';
import type { GenerationRequest } from '../../native-models/sampling/generation.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';

export interface Settings {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidanceScale: number;
  readonly scheduler: SamplerId;
  readonly strategy: Strategy | null;
  readonly initImage: { readonly image: RgbImage; readonly strength: number } | null;
  /** The autoencoder works tile by tile. */
  readonly vaeTiling: boolean;
}

/** One picture at a time: on a CPU a batch saves nothing, and what is finished can be kept. */
export function requestOf({ initImage, ...settings }: Settings, seed: number): GenerationRequest {
  return { ...settings, seeds: [seed], ...(initImage ? { initImage } : {}) };
}

/** About how many denoiser calls that makes, for estimates of time: the sampler itself decides. */
export function callsOf({ steps, scheduler, initImage }: Settings): number {
  const walked = Math.max(1, Math.round(steps * (initImage?.strength ?? 1)));
  return scheduler === 'pndm' ? walked + 1 : walked;
}

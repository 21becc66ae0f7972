/** What a picture is made from, all of it decided. */
import type { RgbImage } from '../../native-models/image.ts';
import type { GenerationRequest } from '../../native-models/sampling/generation.ts';
import type { RunSettings } from '../../preload/settings/settings.ts';

/** Where it is made and from which noise is said beside them; pictures and checkpoints have no ids here any more. */
export interface Settings extends Omit<RunSettings, 'modelId' | 'device' | 'devicePrecision' | 'seed' | 'initImage'> {
  /** `notes`: what became of the picture on its way here, told as the run's warnings. */
  readonly initImage: {
    readonly image: RgbImage;
    readonly strength: number;
    readonly notes?: readonly string[];
  } | null;
}

/** One picture at a time: on a CPU a batch saves nothing, and what is finished can be kept. */
export function requestOf({ initImage, ...settings }: Settings, seed: number): GenerationRequest {
  return { ...settings, seeds: [seed], ...(initImage ? { initImage } : {}) };
}

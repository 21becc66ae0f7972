/** What `core` asks of the engine. The hosts hand it in, so that a run can be tested and can live in another process. */
import type { DeviceId } from '../../native-models/runtime/device.ts';
import type { GenerationEvent, GenerationRequest, GenerationResult } from '../../native-models/sampling/generation.ts';
import type { SamplerId } from '../../native-models/sampling/sampler.ts';
import type { Architecture } from '../../native-models/strategy/architecture.ts';

/** A model opened on a device. */
export interface Pipeline {
  readonly model: {
    readonly name: string;
    readonly path: string;
    readonly architecture: Architecture;
    readonly defaultSize: { readonly width: number; readonly height: number };
    /** Sizes are multiples of it. */
    readonly scaleFactor: number;
    /** What the checkpoint's scheduler_config.json asks for. */
    readonly scheduler: SamplerId | null;
  };
  generate(
    request: GenerationRequest,
    on?: (event: GenerationEvent) => void,
    signal?: AbortSignal,
  ): Promise<GenerationResult>;
  dispose(): Promise<void>;
}

export interface Engine {
  openPipeline(
    modelPath: string,
    options: {
      readonly dataFolder: string;
      readonly device: DeviceId;
      readonly onProgress?: (event: {
        readonly message: string;
        readonly done: number;
        readonly total: number;
      }) => void;
    },
  ): Promise<Pipeline>;
}

/** Everything that is said between the program and an engine's process. Pixels and latents travel as binary. */
import type { DeviceId, FloatType, MemoryUse, PrecisionChoice } from '../../native-models/vocabulary.ts';
import type { CalibrationRequest, UnitChanges } from '../../native-models/sampling/calibrate.ts';
import type { GenerationRequest, GenerationResult } from '../../native-models/sampling/generation.ts';
import type { PipelineModel } from '../../native-models/sampling/pipeline.ts';
import type { Device } from '../../preload/contract/model.ts';
import type { TaskEvent } from '../../preload/contract/task.ts';
import type { Problem } from './errors.ts';

/** What an engine's process is started with. */
export interface EngineConfig {
  readonly device: DeviceId;
  /** Threads within an operator; 0: onnxruntime's choice. */
  readonly threads: number;
  readonly memory: MemoryUse;
  readonly dataFolder: string;
  /** Models are kept warm while the process is smaller than this; the one in use always stays. */
  readonly memoryBudgetBytes: number;
}

/** A picture, and which model it was made by. */
export interface Generated extends GenerationResult {
  readonly model: PipelineModel;
}

export interface EngineHealth {
  readonly residentBytes: number;
  /** Paths of the models kept warm, least recently used first. */
  readonly warm: readonly string[];
}

/** The path of a checkpoint, and what the device computes in: float32 unless given. */
interface OnModel {
  readonly model: string;
  readonly devicePrecision?: FloatType;
}

/** By the name of a request: what it takes and what comes back. */
export interface Requests {
  /** Opens a model so that the first picture does not wait for it. */
  open: { input: OnModel; output: PipelineModel };
  generate: {
    input: OnModel & { readonly request: GenerationRequest; readonly previews: boolean };
    output: Generated;
  };
  calibrate: { input: OnModel & { readonly request: CalibrationRequest }; output: UnitChanges };
  /** The devices that can be tried on this machine. */
  'list-devices': { input: null; output: readonly DeviceId[] };
  /** Tries the engine's own device, in the precision that a person chose for it. */
  'test-device': { input: { readonly devicePrecision: PrecisionChoice }; output: Device };
  /** Answered between two denoiser calls even while a picture is being made. */
  ping: { input: null; output: EngineHealth };
}

export type RequestKind = keyof Requests;
export type Input<K extends RequestKind> = Requests[K]['input'];
export type Output<K extends RequestKind> = Requests[K]['output'];

export type RequestMessage = {
  [K in RequestKind]: { readonly kind: K; readonly id: number; readonly input: Input<K> };
}[RequestKind];

/** What happens on the way to a result: all that the contract tells of a task but its state. */
export type EngineEvent = Exclude<TaskEvent['event'], { kind: 'state' }>;

export type ToEngine = RequestMessage | { readonly kind: 'cancel'; /** The request's. */ readonly id: number };

export type FromEngine =
  | { readonly kind: 'event'; readonly id: number; readonly event: EngineEvent }
  | { readonly kind: 'result'; readonly id: number; readonly output: Output<RequestKind> }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly problem: Problem;
      /** The disk refused it. */ readonly byDisk: boolean;
    };

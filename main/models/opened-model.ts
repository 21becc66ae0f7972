/** A model on a device, with what its pictures' records say about it. */
import type { DeviceId, MemoryUse, PrecisionChoice } from '../../native-models/vocabulary.ts';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import type { openPipeline, Pipeline } from '../../native-models/sampling/pipeline.ts';
import { fingerprint } from './fingerprint.ts';
import { EMBEDDED_MODEL } from '../base/places.ts';
import { usageProblem } from '../base/problem.ts';
import type { PictureRecord } from '../pictures/picture-record.ts';

/** What is asked of the engine. Hosts hand it in: a run may live in another process, and starts up only when needed. */
export interface Engine {
  readonly openPipeline: typeof openPipeline;
}

/** `identity`: how records name it; no path where it came with Heirloom. */
export interface OpenedModel {
  readonly pipeline: Pipeline;
  readonly device: DeviceId;
  readonly identity: PictureRecord['model'];
}

/** `done`: a share, 0 to 1, while weights are checked or converted. */
export interface OpenModelOptions {
  readonly model: string;
  readonly device: DeviceId;
  readonly threads: number;
  readonly memory: MemoryUse;
  readonly devicePrecision: PrecisionChoice;
  readonly dataFolder: string;
  readonly onProgress: (message: string, done: number) => void;
  readonly signal: AbortSignal;
}

/**
 * The caller disposes of `pipeline`.
 * @throws Problem where there is no such model; what the engine throws; the signal's reason.
 */
export async function openModel(engine: Engine, options: OpenModelOptions): Promise<OpenedModel> {
  const { model, device, threads, memory, devicePrecision, dataFolder, onProgress, signal } = options;
  requireModel(model);
  const pipeline = await engine.openPipeline(model, {
    dataFolder,
    device,
    threads,
    memory,
    precision: devicePrecision,
    signal,
    onProgress: ({ stage, file, doneBytes, totalBytes }) => {
      const verb = stage === 'hashing' ? 'checking' : 'converting';
      onProgress(`${verb} ${file}`, totalBytes > 0 ? doneBytes / totalBytes : 1);
    },
  });
  const { name, path } = pipeline.model;
  const embedded = existsSync(EMBEDDED_MODEL) && path === (await realpath(EMBEDDED_MODEL));
  return { pipeline, device, identity: { name, path: embedded ? null : path, fingerprint: await fingerprint(path) } };
}

/** Says what is missing in the words of whoever asked for it. */
export function requireModel(model: string): void {
  if (existsSync(model)) return;
  throw usageProblem(
    `--model ${model}: there is no such file or folder`,
    model === EMBEDDED_MODEL
      ? 'The model that comes with Heirloom is not in this installation; give another with --model.'
      : 'Give a diffusers folder or a .safetensors file.',
  );
}

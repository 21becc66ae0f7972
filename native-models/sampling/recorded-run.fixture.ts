/** Runs of the recorded tiny models, beside what diffusers gave for the same recipes. */
import { afterAll, beforeAll, expect } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingPath } from '../reference/recording.ts';
import type { GenerationEvent, GenerationRequest, GenerationResult } from './generation.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

/** Latents after every call, relative to their largest value (f32 alone gives about 2e-6); pixels out of 255. */
export const LATENTS = 1e-4;
export const PIXELS = 2;
/** LCM divides by small alphas: rounding grows to 1e-4, on v-prediction to 6e-4. */
export const LCM_LATENTS = 1e-3;

/** Where conversions go; there once the tests of a file begin. */
export let dataFolder: string;
const pipelines = new Map<string, Promise<Pipeline>>();

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'heirloom-'));
});
afterAll(async () => {
  for (const pipeline of pipelines.values()) await (await pipeline).dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

/** A recorded family's pipeline, opened once for all tests of a file. */
export function pipelineOf(family: string): Promise<Pipeline> {
  const known = pipelines.get(family);
  if (known) return known;
  const opened = openPipeline(recordingPath(`${family}/model`), { dataFolder, device: 'cpu', threads: 1 });
  pipelines.set(family, opened);
  return opened;
}

/** Generates, keeping the latents after every call. */
export async function trace(family: string, request: GenerationRequest) {
  const latents: Float32Array[] = [];
  const pipeline = await pipelineOf(family);
  const result = await pipeline.generate(request, (event: GenerationEvent) => {
    if (event.kind === 'latents') latents.push(event.latents.slice());
  });
  return { result, latents };
}

/** The rows of a batch, as views. */
export function rowsOf({ shape, data }: { shape: readonly number[]; data: Float32Array }): Float32Array[] {
  const length = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, i) => data.subarray(i * length, (i + 1) * length));
}

/** Expects a picture to be the recorded one, within `PIXELS`. */
export function expectPixels(result: GenerationResult, index: number, truth: Uint8Array): void {
  const { pixels } = result.images[index]!;
  expect(pixels).toHaveLength(truth.length);
  expect(Math.max(...pixels.map((value, i) => Math.abs(value - truth[i]!)))).toBeLessThanOrEqual(PIXELS);
}

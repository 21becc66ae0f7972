/** One picture: made by the engine, with its record, encoded. */
import type { RgbImage } from '../../native-models/image.ts';
import type { GenerationEvent, GenerationResult } from '../../native-models/sampling/generation.ts';
import { encodePicture } from '../pictures/picture-file.ts';
import type { OpenedModel } from '../models/opened-model.ts';
import { PROGRAM } from '../base/places.ts';
import type { PictureRecord } from '../pictures/picture-record.ts';
import type { Settings } from './settings.ts';
import { requestOf } from './settings.ts';

/** `png` carries the record, and the start picture where there was one. */
export interface MadePicture {
  readonly image: RgbImage;
  readonly result: GenerationResult;
  readonly record: PictureRecord;
  readonly png: Buffer;
}

/**
 * One picture from the engine, pixels only.
 * @throws the signal's reason; what the engine throws.
 */
export async function runOnce(
  { pipeline }: OpenedModel,
  settings: Settings,
  seed: number,
  on: (event: GenerationEvent) => void,
  signal: AbortSignal,
): Promise<GenerationResult> {
  signal.throwIfAborted();
  return await pipeline.generate(requestOf(settings, seed), on, signal);
}

/** @param model which model made it, on which device: all that its record says of them. */
export function finishPicture(
  model: Pick<OpenedModel, 'identity' | 'device'>,
  settings: Settings,
  seed: number,
  result: GenerationResult,
): MadePicture {
  const [image] = result.images;
  if (!image) throw new Error('The engine returned no picture for a request of one.');
  const record = recordOf(model, settings, seed, result);
  const png = encodePicture(image, record, settings.initImage?.image ?? null);
  return { image, result, record, png };
}

function recordOf(
  { identity, device }: Pick<OpenedModel, 'identity' | 'device'>,
  { initImage, ...settings }: Settings,
  seed: number,
  { precision, seconds, unetSeconds, idealSpeedup, warnings }: GenerationResult,
): PictureRecord {
  return {
    version: 1,
    program: PROGRAM,
    created: new Date().toISOString(),
    model: identity,
    device,
    devicePrecision: precision,
    ...settings,
    seed,
    initImage: initImage && { strength: initImage.strength },
    measured: { seconds, unetSeconds, idealSpeedup },
    ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
  };
}

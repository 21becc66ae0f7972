/**
 * The record of a picture: everything needed to make it again, as JSON in the picture itself (iTXt `heirloom`).
 * Fields may be added; a change of meaning raises `version`.
 */
import { StrategyError } from '../../native-models/errors.ts';
import { SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { z } from 'zod';
import { parseStrategy } from '../../native-models/strategy/parse-strategy.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import { failure, usageProblem } from '../base/problem.ts';

export const RECORD_KEYWORD = 'heirloom';
/** The start picture of image-to-image, as it went in: a PNG in base64. */
export const INIT_IMAGE_KEYWORD = 'heirloom-init-image';

const strategySchema = z.unknown().transform((json, context): Strategy => {
  try {
    return parseStrategy(json);
  } catch (error) {
    if (!(error instanceof StrategyError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

const recordSchema = z.object({
  version: z.literal(1),
  program: z.object({ name: z.literal('heirloom'), version: z.string() }),
  created: z.string(),
  model: z.object({
    name: z.string(),
    /** null for the model that comes with the program, wherever that is installed. */
    path: z.string().nullable(),
    /** See `fingerprint.ts`. */
    fingerprint: z.string(),
  }),
  device: z.string(),
  /** What it computed in; float32 in records that do not say. */
  devicePrecision: z.enum(['float32', 'float16']).default('float32'),
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  steps: z.int().positive(),
  guidanceScale: z.number(),
  scheduler: z.enum(SAMPLER_IDS),
  /** null: every call was full. The whole mask is here, so that a preset that changes later changes no picture. */
  strategy: strategySchema.nullable(),
  /** Image-to-image; the start picture lies beside the record, under its own keyword. */
  initImage: z.object({ strength: z.number() }).nullable(),
  /** The autoencoder worked tile by tile; records from before there was a choice do not say, and it did not. */
  vaeTiling: z.boolean().default(false),
  measured: z.object({ seconds: z.number(), unetSeconds: z.number(), idealSpeedup: z.number() }),
});

/** What a comparison's grid carries under the same keyword. */
const comparisonSchema = z.object({ rows: z.array(z.unknown()) });

export type PictureRecord = z.infer<typeof recordSchema>;

export function parseRecord(json: string, where: string): PictureRecord {
  const record = parseJson(json, where);
  if (comparisonSchema.safeParse(record).success) {
    throw usageProblem(
      `${where}: this is the grid of a comparison, not one picture`,
      'Each picture of a comparison lies beside its grid: make one of those again.',
    );
  }
  const checked = recordSchema.safeParse(record);
  if (checked.success) return checked.data;
  throw failure(
    `${where}: its Heirloom record is not one this version reads: ${z.prettifyError(checked.error)}`,
    'Was it made by a newer Heirloom? The settings can still be given by hand.',
  );
}

function parseJson(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw failure(`${where}: its Heirloom record is damaged`, undefined, cause);
  }
}

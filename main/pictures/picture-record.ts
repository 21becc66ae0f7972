/**
 * The record of a picture: everything needed to make it again, as JSON in the picture itself (iTXt `heirloom`).
 * Fields may be added; a change of meaning raises `version`.
 */
import { StrategyError } from '../../native-models/errors.ts';
import { z } from 'zod';
import { parseStrategy } from '../../native-models/strategy/parse-strategy.ts';
import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Setting } from '../../preload/settings/setting.ts';
import { type RunSettings, SETTINGS } from '../../preload/settings/settings.ts';
import { meantByNothing, type StartOrNone, type StrategyOrNone, type Value } from '../../preload/settings/value.ts';
import { failure, usageProblem } from '../base/problem.ts';

/** Under which a picture carries its record. */
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

type Recorded = Exclude<Value, StrategyOrNone | StartOrNone>;
type ByKind = { readonly [V in Recorded as V['kind']]: V };

/** By kind alone: a record is read as it was written, whatever bounds there are today. */
const CHECKS: { readonly [K in keyof ByKind]: (value: ByKind[K]) => z.ZodType } = {
  bool: () => z.boolean(),
  whole: ({ limits }) => z.int().min(Math.min(limits.min, 1)),
  real: () => z.number(),
  text: () => z.string(),
  'one-of': ({ ids }) => z.enum(ids),
  'one-of-or-none': ({ ids }) => z.enum(ids),
};

function checkOf<K extends keyof ByKind>(kind: K, value: ByKind[K]): z.ZodType {
  return CHECKS[kind](value);
}

/** Settings that records have as they are; the others lie in them in a form of their own. */
type Plain = Required<Omit<RunSettings, 'modelId' | 'strategy' | 'initImage'>>;

const plainSettings = plainSchemaOf(SETTINGS);

/** Those of a list; what a record is older than is as it was then. */
export function plainSchemaOf(settings: readonly Setting[]): z.ZodType<Plain>;
export function plainSchemaOf(settings: readonly Setting[]): z.ZodType {
  const fields = settings.flatMap(({ key, value }) => {
    if (key === 'modelId' || value.kind === 'strategy' || value.kind === 'start-picture') return [];
    const [check, leftOut] = [checkOf(value.kind, value), meantByNothing(value)];
    return [[key, leftOut === undefined ? check : check.default(leftOut)] as const];
  });
  return z.object(Object.fromEntries(fields));
}

const recordSchema = plainSettings.and(
  z.object({
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
    /** null: every call was full. The whole mask is here, so that a preset that changes later changes no picture. */
    strategy: strategySchema.nullable(),
    /** Image-to-image; the start picture lies beside the record, under its own keyword. */
    initImage: z.object({ strength: z.number() }).nullable(),
    measured: z.object({ seconds: z.number(), unetSeconds: z.number(), idealSpeedup: z.number() }),
    /** What its run warned of, where it did: a scheduler that was replaced, a key that was left out of account. */
    warnings: z.array(z.string()).optional(),
  }),
);

/** What a comparison's grid carries under the same keyword. */
const comparisonSchema = z.object({ rows: z.array(z.unknown()) });

/** All that a picture was made from, and what its run measured. */
export type PictureRecord = z.infer<typeof recordSchema>;

/**
 * A picture's record as it lies in it, of any version so far.
 * @param where what messages call the picture.
 * @throws Problem where it is damaged, of a newer version, or a comparison's.
 */
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

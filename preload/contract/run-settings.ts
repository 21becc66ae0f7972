/** The settings of a run as the wire and the rows have them: schemas that follow from the list in `preload/settings`. */
import { z } from 'zod';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { samplingModeSchema, strategySchema } from '../../native-models/strategy/schema.ts';
import type { AxisValue } from '../settings/axes.ts';
import type { Setting } from '../settings/setting.ts';
import { type RunSettings, SETTINGS, type ValuesOf } from '../settings/settings.ts';
import { type Limits, meantByNothing } from '../settings/value.ts';

/** sha256 of a picture's file, in hex: how pictures are named everywhere. */
export const pictureId = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/);

type ByKind = { readonly [V in AxisValue as V['kind']]: V };

const whole = ({ min, max }: Limits) => z.int().min(min).max(max);

/** How a value of each kind is checked. */
const CHECKS: { readonly [K in keyof ByKind]: (value: ByKind[K]) => z.ZodType } = {
  bool: () => z.boolean(),
  whole: ({ limits }) => whole(limits),
  real: ({ limits: { min, max } }) => z.number().min(min).max(max),
  text: ({ limits: { max } }) => z.string().max(max),
  'one-of': ({ ids }) => z.enum(ids),
  'one-of-or-none': ({ ids }) => z.enum(ids),
  strategy: () => strategySchema.nullable(),
  'start-picture': () =>
    z
      .object({ picture: pictureId, strength: z.number().gt(LIMITS.strength.min).max(LIMITS.strength.max) })
      .readonly()
      .nullable(),
  mode: () => samplingModeSchema,
  sides: ({ width, height }) => z.object({ width: whole(width.limits), height: whole(height.limits) }).readonly(),
};

/** Checks one value: its kind and its bounds. */
export function checkOf(value: AxisValue): z.ZodType {
  return checkOfKind(value.kind, value);
}

function checkOfKind<K extends keyof ByKind>(kind: K, value: ByKind[K]): z.ZodType {
  return CHECKS[kind](value);
}

/** The schema of a list of settings. What rows of an earlier version do not say is what was meant then. */
export function schemaOf<S extends readonly Setting[]>(settings: S): z.ZodType<ValuesOf<S>, ValuesOf<S>>;
export function schemaOf(settings: readonly Setting[]): z.ZodType {
  const fields = settings.map(({ key, value }) => {
    const check = checkOf(value);
    if (value.kind === 'one-of-or-none') return [key, check.optional()] as const;
    const leftOut = meantByNothing(value);
    return [key, leftOut === undefined ? check : check.default(leftOut)] as const;
  });
  return z.object(Object.fromEntries(fields)).readonly();
}

/** The schema of some settings of a list: what is not said stays so. */
export function partialSchemaOf<S extends readonly Setting[]>(
  settings: S,
): z.ZodType<Partial<ValuesOf<S>>, Partial<ValuesOf<S>>>;
export function partialSchemaOf(settings: readonly Setting[]): z.ZodType {
  const fields = settings.map(({ key, value }) => [key, checkOf(value).optional()] as const);
  return z.object(Object.fromEntries(fields)).readonly();
}

/** Everything that decides a picture, for one seed. */
export const runSettings: z.ZodType<RunSettings, RunSettings> = schemaOf(SETTINGS);
export const someRunSettings: z.ZodType<Partial<RunSettings>, Partial<RunSettings>> = partialSchemaOf(SETTINGS);
export type { RunSettings };

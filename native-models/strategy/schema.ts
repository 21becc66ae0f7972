/**
 * What a strategy is, as data: the one schema that the contract, the rows of the history and the pictures' records share. Its types
 * are `strategy.ts`'s. It checks shapes and bounds; files that people write are read by `parse-strategy.ts`, which knows better words.
 */
import { z } from 'zod';
import { LIMITS, PRECISIONS, SEMANTICS } from '../vocabulary.ts';
import { parseUnitId, type UnitId } from './architecture.ts';
import { DEFAULT_PRECISION } from './precision.ts';

/** A unit id, `dn1.0.res`; whether a UNet has it is the plan's business. */
export const unitIdSchema = z.custom<UnitId>(
  (value) => typeof value === 'string' && parseUnitId(value) !== null,
  'expected a unit id, such as dn1.0.res',
);

const units = z.array(unitIdSchema).max(LIMITS.units).readonly();

/** Which denoiser calls are full, by call index (never by timestep). The first call of a run is always full. */
export const samplingModeSchema = z.discriminatedUnion('kind', [
  /** Call i is full when i % period === 0, and the last `tail` calls are all full. `P5` has tail 0, `P5+` tail 10. */
  z
    .object({
      kind: z.literal('periodic'),
      period: z.int().min(1).max(LIMITS.modeCall),
      tail: z.int().min(0).max(LIMITS.modeCall),
    })
    .readonly(),
  z
    .object({
      kind: z.literal('explicit'),
      fullCalls: z.array(z.int().min(0).max(LIMITS.modeCall)).max(LIMITS.calls).readonly(),
    })
    .readonly(),
]);

/** One stretch of a multi-UNet run: `unet` names a checkpoint, `calls` is how many calls it makes. */
export const switchSegmentSchema = z
  .object({ unet: z.string().max(LIMITS.path.max), calls: z.int().min(1).max(LIMITS.calls) })
  .readonly();

const term = z
  .object({ call: z.int().min(0).max(LIMITS.calls), weight: z.number().min(-LIMITS.weight).max(LIMITS.weight) })
  .readonly();

/** A weighted sum of what earlier calls left: one term of weight 1 is the paper's inheritance, two or three a forecast. */
export const sourceSchema = z.array(term).min(1).max(LIMITS.terms).readonly();

/** When a call computes everything after all: see `plan.ts`. */
export const guardSchema = z
  .object({ kind: z.literal('input-change'), above: z.number().min(0).max(LIMITS.weight) })
  .readonly();

/** As long as a strategy's own. */
export const maskName = z.string().max(LIMITS.strategyName.max);
export const TOO_MANY_MASKS = `at most ${LIMITS.calls} masks: a call each`;

/** A mask that no call names would mean nothing. */
export function hasFewMasks(masks: object): boolean {
  return Object.keys(masks).length <= LIMITS.calls;
}

/** One call of a program. */
export const callRuleSchema = z.union([
  z
    .object({
      /** What inherits, by the names of masks; left out: nothing. `from` left out: the last call that computed all of the mask. */
      inherit: z
        .array(z.object({ mask: maskName, from: sourceSchema.optional() }).strict().readonly())
        .max(LIMITS.terms)
        .readonly()
        .optional(),
      /** The guidance term, cond - uncond, of earlier calls: this one computes the prompt's half alone. Left out: computed. */
      guidance: sourceSchema.optional(),
      guard: guardSchema.optional(),
    })
    .strict()
    .readonly(),
  /** Computes nothing: its output, too, is that of earlier calls. */
  z.object({ output: sourceSchema }).strict().readonly(),
]);

const common = {
  name: z.string().min(LIMITS.strategyName.min).max(LIMITS.strategyName.max),
  semantics: z.enum(SEMANTICS),
  /** Empty: the run's own UNet throughout. */
  switching: z.array(switchSegmentSchema).max(LIMITS.calls).readonly(),
  /** What every UNet of the run computes with. */
  precision: z.enum(PRECISIONS).default(DEFAULT_PRECISION),
};

/** A mask and a sampling mode: the paper's. */
export const maskStrategySchema = z
  .object({ kind: z.literal('mask').optional(), ...common, inherit: units, mode: samplingModeSchema })
  .readonly();

/** What each call computes, call by call. */
export const programStrategySchema = z
  .object({
    kind: z.literal('program'),
    ...common,
    /** Units that inherit together, by a name that the calls say. */
    masks: z.record(maskName, units).refine(hasFewMasks, TOO_MANY_MASKS).readonly(),
    calls: z.array(callRuleSchema).min(1).max(LIMITS.calls).readonly(),
  })
  .readonly();

/** How a run is made faster. Strategies that were kept before there were programs say no kind: they are masks. */
export const strategySchema = z.union([programStrategySchema, maskStrategySchema]);

/**
 * Programs from outside, as a file has them:
 *
 *     { "kind": "program", "name": "half", "masks": { "deep": ["mid.0.res"] },
 *       "calls": [ {}, { "inherit": [{ "mask": "deep" }] }, { "guidance": [{ "call": 0 }] }, { "output": [{ "call": 2 }] } ] }
 *
 * A call's rule left empty computes everything. A weight left out is 1; `from` left out is the last call that computed the mask.
 */
import { z } from 'zod';
import { StrategyError } from '../errors.ts';
import { LIMITS, PRECISIONS, SEMANTICS } from '../vocabulary.ts';
import { linesOfIssues } from '../zod-words.ts';
import type { Architecture } from './architecture.ts';
import { DEFAULT_PRECISION } from './precision.ts';
import type { CallRule, ProgramStrategy, Source } from './strategy.ts';
import { hasFewMasks, maskName, TOO_MANY_MASKS } from './schema.ts';
import { describe } from './strategy-issues.ts';
import { switchingSchema } from './switching-schema.ts';
import { unitIdIn } from './unit-complaint.ts';

const KEYS = 'kind, name, masks, calls, semantics, switching and precision';
const NEEDS_OBJECT = 'expected an object such as {"kind": "program", "name": "mine", "masks": {}, "calls": [{}]}';
const NEEDS_NAME = 'give the program a name, such as "my program"';
const NEEDS_CALLS = 'list what each call does, such as [{}, {"inherit": [{"mask": "deep"}]}]; {} computes everything';
const NEEDS_SOURCE = 'expected a list of earlier calls, such as [{"call": 0, "weight": 1}]';
const RULE_KEYS = 'inherit, guidance, guard and output';

const call = z
  .number('expected the index of a call')
  .int('expected the index of a call')
  .min(0, 'calls are counted from 0')
  .max(LIMITS.calls);
const weight = z.number('expected a number').min(-LIMITS.weight).max(LIMITS.weight);
const source = z
  .array(z.strictObject({ call, weight: weight.default(1) }, NEEDS_SOURCE), NEEDS_SOURCE)
  .min(1, NEEDS_SOURCE)
  .max(LIMITS.terms, `at most ${LIMITS.terms} terms`);
const inherited = z.strictObject({
  mask: z.string('expected the name of a mask').max(LIMITS.strategyName.max),
  from: source.optional(),
});

const rule = z
  .strictObject(
    {
      inherit: z
        .array(inherited, 'expected a list such as [{"mask": "deep"}]')
        .max(LIMITS.terms, `at most ${LIMITS.terms} masks`)
        .optional(),
      guidance: source.optional(),
      guard: z
        .strictObject(
          { kind: z.literal('input-change'), above: z.number('expected a number').min(0).max(LIMITS.weight) },
          'expected a guard such as {"kind": "input-change", "above": 0.2}',
        )
        .optional(),
      output: source.optional(),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? `${issue.keys?.join(', ')}: a call knows ${RULE_KEYS}` : NEEDS_CALLS,
    },
  )
  .transform((parts, context): CallRule => {
    const { output, inherit, guidance, guard } = parts;
    if (output === undefined) return ruleOf(inherit, guidance, guard);
    if (inherit ?? guidance ?? guard) {
      context.addIssue({
        code: 'custom',
        message: 'a call with an output computes nothing; leave out inherit, guidance and guard',
      });
    }
    return { output };
  });

type Computed = Exclude<CallRule, { readonly output: Source }>;

/** Without keys that are not there: so programs are equal when they say the same. */
function ruleOf(
  inherit: readonly { mask: string; from?: Source | undefined }[] | undefined,
  guidance: Source | undefined,
  guard: Computed['guard'],
): Computed {
  return {
    ...(inherit ? { inherit: inherit.map(({ mask, from }) => (from ? { mask, from } : { mask })) } : {}),
    ...(guidance ? { guidance } : {}),
    ...(guard ? { guard } : {}),
  };
}

/**
 * @param json what JSON.parse gave.
 * @param architecture with it, a unit that this UNet lacks is an error.
 * @throws StrategyError with a line for each thing wrong and its place; whether calls fit together is `planRun`'s business.
 */
export function parseProgram(json: unknown, architecture?: Architecture): ProgramStrategy {
  const mask = z.array(unitIdIn(architecture), 'list unit ids, such as ["mid.0.res"]').max(LIMITS.units);
  const parsed = z
    .strictObject({
      kind: z.literal('program'),
      name: z.string(NEEDS_NAME).trim().min(1, NEEDS_NAME).max(LIMITS.strategyName.max),
      masks: z
        .record(
          maskName,
          mask.transform((ids) => [...new Set(ids)]),
          'expected masks by name',
        )
        .refine(hasFewMasks, TOO_MANY_MASKS)
        .default({}),
      calls: z.array(rule, NEEDS_CALLS).min(1, NEEDS_CALLS).max(LIMITS.calls, `at most ${LIMITS.calls} calls`),
      semantics: z.enum(SEMANTICS, 'expected "residual" or "boundary"').default('residual'),
      switching: switchingSchema.default([]),
      precision: z.enum(PRECISIONS, 'expected "float32" or "int8"').default(DEFAULT_PRECISION),
    })
    .safeParse(json);
  if (parsed.success) return parsed.data;
  throw new StrategyError(linesOfIssues(parsed.error.issues, (issue) => describe(issue, NEEDS_OBJECT, KEYS)));
}

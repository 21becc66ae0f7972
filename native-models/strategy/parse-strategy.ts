/**
 * Strategies from outside, as a file `{ name, inherit: [unit ids], mode, semantics, precision }` has them, or a program's file. Whatever passes here is a
 * `Strategy` that the rest may trust; whatever does not gets a message for each thing wrong, with its place.
 */
import { StrategyError } from '../errors.ts';
import { LIMITS, PRECISIONS, SEMANTICS } from '../vocabulary.ts';
import { z } from 'zod';
import { linesOfIssues } from '../zod-words.ts';

import type { Architecture } from './architecture.ts';
import { DEFAULT_PRECISION } from './precision.ts';
import { explicitMode, parseMode } from './sampling-mode.ts';
import { parseProgram } from './parse-program.ts';
import type { Strategy } from './strategy.ts';
import { describe } from './strategy-issues.ts';
import { integer, read, switchingSchema } from './switching-schema.ts';
import { unitIdIn } from './unit-complaint.ts';

const MODE = z.preprocess(
  read(parseMode),
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject({
        kind: z.literal('periodic'),
        period: integer(1, LIMITS.modeCall),
        tail: integer(0, LIMITS.modeCall).default(0),
      }),
      z
        .strictObject({
          kind: z.literal('explicit'),
          fullCalls: z.array(integer(0, LIMITS.modeCall)).max(LIMITS.calls, `at most ${LIMITS.calls} calls`),
        })
        .transform(({ fullCalls }) => explicitMode(fullCalls)),
    ],
    'expected text such as "P5+", {"kind": "periodic", "period": 5, "tail": 10} or {"kind": "explicit", "fullCalls": [0, 7]}',
  ),
);

const NEEDS_NAME = 'give the strategy a name, such as "my mask"';
const NEEDS_SEMANTICS = 'expected "residual" or "boundary"';
const NEEDS_PRECISION = 'expected "float32" or "int8"';
const NEEDS_OBJECT = 'expected an object such as {"name": "my mask", "inherit": ["dn1.0.res"], "mode": "P5+"}';
const KEYS = 'name, inherit, mode, semantics, switching and precision';
const NEEDS_UNITS = 'list the ids of the units that inherit, such as ["dn1.0.res", "mid.0.attn"]';

/**
 * @param json what JSON.parse gave. `mode` is text (`P5+`) or an object and defaults to P5+; `semantics` defaults to
 *   residual, `switching` (`S1`, `base:10,sd:15` or a list of segments) to none, `precision` to float32.
 * @param architecture with it, a unit that this UNet lacks is an error. Without it only the spelling is checked, and
 *   `planRun` says what a UNet lacks: so does a strategy made for one UNet apply to another.
 */
export function parseStrategy(json: unknown, architecture?: Architecture): Strategy {
  if (isProgramFile(json)) return parseProgram(json, architecture);
  const parsed = z
    .strictObject({
      kind: z.literal('mask').optional(),
      name: z
        .string(NEEDS_NAME)
        .trim()
        .min(1, NEEDS_NAME)
        .max(LIMITS.strategyName.max, `at most ${LIMITS.strategyName.max} characters`),
      inherit: z
        .array(unitIdIn(architecture), NEEDS_UNITS)
        .max(LIMITS.units, `at most ${LIMITS.units} units`)
        .transform((ids) => [...new Set(ids)]),
      mode: MODE.default(parseMode('P5+')),
      semantics: z.enum(SEMANTICS, NEEDS_SEMANTICS).default('residual'),
      switching: switchingSchema.default([]),
      precision: z.enum(PRECISIONS, NEEDS_PRECISION).default(DEFAULT_PRECISION),
    })
    .safeParse(json);
  if (parsed.success) return parsed.data;
  throw new StrategyError(linesOfIssues(parsed.error.issues, (issue) => describe(issue, NEEDS_OBJECT, KEYS)));
}

function isProgramFile(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'program';
}

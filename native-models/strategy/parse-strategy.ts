/**
 * Strategies from outside, as a file `{ name, inherit: [unit ids], mode, semantics, precision }` has them. Whatever passes here is a
 * `Strategy` that the rest may trust; whatever does not gets a message for each thing wrong, with its place.
 */
import { StrategyError } from '../errors.ts';
import { PRECISIONS } from '../vocabulary.ts';
import { z } from 'zod';

import type { Architecture, BlockId, UnitId } from './architecture.ts';
import { parseUnitId, sideOf } from './architecture.ts';
import { DEFAULT_PRECISION } from './precision.ts';
import { explicitMode, parseMode } from './sampling-mode.ts';
import type { Strategy } from './strategy.ts';
import { parseSwitching } from './switching.ts';

const integerFrom = (least: number) => {
  const expected = `expected a whole number from ${least}`;
  return z.number(expected).int(expected).min(least, expected);
};

const MODE = z.preprocess(
  read(parseMode),
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('periodic'), period: integerFrom(1), tail: integerFrom(0).default(0) }),
      z
        .strictObject({ kind: z.literal('explicit'), fullCalls: z.array(integerFrom(0)) })
        .transform(({ fullCalls }) => explicitMode(fullCalls)),
    ],
    'expected text such as "P5+", {"kind": "periodic", "period": 5, "tail": 10} or {"kind": "explicit", "fullCalls": [0, 7]}',
  ),
);

const SWITCHING = z.preprocess(
  read(parseSwitching),
  z.array(z.strictObject({ unet: z.string().min(1), calls: integerFrom(1) })),
);

/** Lets a value be written as text; the text's own error becomes an issue at the value's place. */
function read(parse: (text: string) => unknown) {
  return (value: unknown, context: z.RefinementCtx): unknown => {
    if (typeof value !== 'string') return value;
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof StrategyError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  };
}

const NEEDS_NAME = 'give the strategy a name, such as "my mask"';
const NEEDS_TEXT = 'write unit ids as text, such as "dn1.0.res"';
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
  const unitId = z.string(NEEDS_TEXT).transform((text, context): UnitId => {
    const complaint = complaintAbout(text, architecture);
    if (complaint) context.addIssue({ code: 'custom', message: complaint });
    return text as UnitId;
  });
  const parsed = z
    .strictObject({
      name: z.string(NEEDS_NAME).trim().min(1, NEEDS_NAME),
      inherit: z.array(unitId, NEEDS_UNITS).transform((ids) => [...new Set(ids)]),
      mode: MODE.default(parseMode('P5+')),
      semantics: z.enum(['residual', 'boundary'], NEEDS_SEMANTICS).default('residual'),
      switching: SWITCHING.default([]),
      precision: z.enum(PRECISIONS, NEEDS_PRECISION).default(DEFAULT_PRECISION),
    })
    .safeParse(json);
  if (parsed.success) return parsed.data;
  throw new StrategyError(parsed.error.issues.map(describe).join('\n'));
}

function describe(issue: z.core.$ZodIssue): string {
  const { path } = issue;
  const at = place(path);
  const message = wordsOf(issue);
  // Our own parsers already begin with what they parse: `mode "P0": ...`.
  return message.startsWith(`${at} "`) ? message : `${at}: ${message}`;
}

function wordsOf(issue: z.core.$ZodIssue): string {
  const atTop = issue.path.length === 0;
  if (atTop && issue.code === 'invalid_type') return NEEDS_OBJECT;
  if (atTop && issue.code === 'unrecognized_keys') {
    return `${issue.keys.map((key) => `"${key}"`).join(', ')} means nothing here; the keys are ${KEYS}`;
  }
  return issue.message;
}

/** `['inherit', 3]` -> `inherit[3]`. */
function place(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text.replace(/^\./, '') || 'strategy';
}

/** What is wrong with a unit id; null where nothing is. */
function complaintAbout(text: string, architecture: Architecture | undefined): string | null {
  const unit = parseUnitId(text);
  if (!unit) return `"${text}" is not a unit id; write block.layer.kind, such as dn1.0.res, mid.0.attn or up3.2.attn`;
  if (!architecture) return null;

  const complain = (found: string) => `"${text}" is not a unit of this UNet; ${found}`;
  const block = architecture.blocks.find(({ id }) => id === unit.block);
  if (!block) return complain(describeSide(unit.block, architecture));
  const [units, kind] = unit.kind === 'res' ? [block.resUnits, 'ResUnit'] : [block.attnUnits, 'AttnUnit'];
  if (unit.layer < units) return null;
  if (units === 0) return complain(`its ${block.id} has no ${kind}s`);
  return complain(
    units === 1
      ? `its ${block.id} has one ${kind}, in layer 0`
      : `the ${kind}s of its ${block.id} are in layers 0..${units - 1}`,
  );
}

const SIDE_NAMES = { encoder: 'down blocks', decoder: 'up blocks' } as const;

function describeSide(missing: BlockId, { blocks }: Architecture): string {
  const side = sideOf(missing);
  if (side === 'mid') return 'it has no mid block';
  const ids = blocks.map(({ id }) => id).filter((id) => sideOf(id) === side);
  return `its ${SIDE_NAMES[side]} are ${ids[0]}..${ids.at(-1)}`;
}

/** How files write UNet switching, and what their readers share. */
import { z } from 'zod';
import { StrategyError } from '../errors.ts';
import { LIMITS } from '../vocabulary.ts';
import { parseSwitching } from './switching.ts';

/** A whole number, in words; both ends are allowed. */
export const integer = (least: number, most: number) => {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z.number(expected).int(expected).min(least, expected).max(most, expected);
};

/** `S1`, `base:10,sd:15`, or a list of segments. */
export const switchingSchema = z.preprocess(
  read(parseSwitching),
  z
    .array(z.strictObject({ unet: z.string().min(1).max(LIMITS.path.max), calls: integer(1, LIMITS.calls) }))
    .max(LIMITS.calls, `at most ${LIMITS.calls} segments: a run has no more calls`),
);

/** Lets a value be written as text; the text's own error becomes an issue at the value's place. */
export function read(parse: (text: string) => unknown) {
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

/** How files write UNet switching, and what their readers share. */
import { z } from 'zod';
import { StrategyError } from '../errors.ts';
import { parseSwitching } from './switching.ts';

/** A whole number, in words. */
export const integerFrom = (least: number) => {
  const expected = `expected a whole number from ${least}`;
  return z.number(expected).int(expected).min(least, expected);
};

/** `S1`, `base:10,sd:15`, or a list of segments. */
export const switchingSchema = z.preprocess(
  read(parseSwitching),
  z.array(z.strictObject({ unet: z.string().min(1), calls: integerFrom(1) })),
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

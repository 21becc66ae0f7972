/** Numbers as the parameters of a picture write them. What is not wholly a number is none, and none is rounded. */

const WHOLE = /^-?\d+(?:\.0+)?$/;
const REAL = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** @returns undefined where it is none, or more than a number of JavaScript tells apart from its neighbours. */
export function wholeIn(text: string): number | undefined {
  const value = WHOLE.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** @returns undefined where it is none. */
export function realIn(text: string): number | undefined {
  const value = REAL.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

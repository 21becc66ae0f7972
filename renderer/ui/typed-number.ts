/** What becomes of a number that is typed: which one is taken, and why it is another. */

export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** From 1 on numbers are multiples of it; below it is only how far an arrow key goes. */
  readonly step: number;
  /** What the step is for, in words that follow "of 8": ` (8 pixels are one latent)`. */
  readonly why?: string | undefined;
}

export interface Taken {
  readonly value: number;
  /** `500 is no multiple of 8`; null where it is taken as it is typed. */
  readonly reason: string | null;
}

/** @param typed NaN for what is no number, which leaves the `present` one. */
export function taken(typed: number, present: number, { min, max, step, why = '' }: Bounds): Taken {
  if (Number.isNaN(typed)) return { value: present, reason: 'that is no number' };
  if (typed < min) return { value: min, reason: `${typed} is below the least, ${min}` };
  if (typed > max) return { value: max, reason: `${typed} is above the most, ${max}` };
  const value = step >= 1 ? multiple(typed, min, max, step) : typed;
  if (value === typed) return { value, reason: null };
  return { value, reason: step > 1 ? `${typed} is no multiple of ${step}${why}` : `${typed} is no whole number` };
}

/** The nearest; of two the larger. Not beyond the bounds, which may be no multiples themselves. */
function multiple(typed: number, min: number, max: number, step: number): number {
  const nearest = Math.round(typed / step) * step;
  return Math.min(Math.floor(max / step) * step, Math.max(Math.ceil(min / step) * step, nearest));
}

/** While it is typed, what will be: `500 is no multiple of 8: it becomes 504.` null where there is nothing to say. */
export function warningOf({ value, reason }: Taken): string | null {
  return reason && `${capital(reason)}: it becomes ${value}.`;
}

/** After the field is left, what was: `500 is no multiple of 8: 504 is taken.` */
export function noteOf({ value, reason }: Taken): string | null {
  return reason && `${capital(reason)}: ${value} is taken.`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

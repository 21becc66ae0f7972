/** Numbers as a person lists them: `4127, 4130-4133, 10-50:10`. */
export interface Limits {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

export interface Listed<T> {
  readonly values: readonly T[];
  /** What is wrong with the list, in words. */
  readonly problem: string | null;
}

/** Longer ranges are a slip of the finger. */
const MAX_VALUES = 500;
const PART = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?)?$/;

export function numbersIn(text: string, limits: Limits): Listed<number> {
  const parts = text.split(/[,;\s]+/).filter(Boolean);
  const values: number[] = [];
  for (const part of parts) {
    const range = rangeOf(part);
    if (typeof range === 'string') return failed(`"${part}" ${range}`);
    if (range.length + values.length > MAX_VALUES) {
      return failed(`"${part}" makes more than ${MAX_VALUES} values, which no grid has room for`);
    }
    const wrong = range.find((value) => !fits(value, limits));
    if (wrong !== undefined) return failed(`${wrong} is not ${inWords(limits)}`);
    values.push(...range);
  }
  return { values: [...new Set(values)], problem: null };
}

/** @returns in words why it is none, after its own. */
function rangeOf(part: string): readonly number[] | string {
  const [, first, last, by] = PART.exec(part) ?? [];
  if (first === undefined) return 'is no number and no range such as 10-50:10';
  if (last === undefined) return [Number(first)];
  const [from, to, step] = [Number(first), Number(last), Number(by ?? 1)];
  if (to < from) return `counts down: write ${to}-${from}`;
  if (step <= 0) return 'goes on by nothing: after the colon comes how far, as in 10-50:10';
  const count = Math.min(MAX_VALUES + 1, Math.floor((to - from) / step + 1e-9) + 1);
  // Rounded, so that 0.1 three times is 0.3.
  return Array.from({ length: count }, (_, k) => Number((from + k * step).toFixed(6)));
}

function fits(value: number, { min, max, whole }: Limits): boolean {
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

function inWords({ min, max, whole }: Limits): string {
  return `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}

function failed(problem: string): Listed<number> {
  return { values: [], problem };
}

import { STEP_KINDS } from '../../../native-models/vocabulary.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { listIn } from '../store/stored-json.ts';

type Timings = Run['timings'];

/** A microsecond: finer than any call's time repeats. */
const DIGITS = 6;

/** As rows have it: `[call, form, index of the step's kind, seconds]`; before there were forms `[call, 1 for full, seconds]`. */
type Packed =
  | [call: number, form: number | null, kind: number, seconds: number]
  | [call: number, full: 0 | 1, seconds: number];

function isPacked(value: unknown): value is Packed {
  return Array.isArray(value) && (value.length === 4 || value.length === 3);
}

/** A quarter of what the objects take, and still to be read in any SQLite program. */
export function packTimings(timings: Timings): string {
  const packed = timings.map(({ call, form, step, seconds }): Packed => [
    call,
    form,
    STEP_KINDS.indexOf(step),
    Number(seconds.toFixed(DIGITS)),
  ]);
  return JSON.stringify(packed);
}

/** @param packed what {@link packTimings} wrote, in this version or before. */
export function unpackTimings(packed: string): Timings {
  return listIn(packed, "a run's times", isPacked).map((timing) => {
    if (timing.length === 4) {
      const [call, form, kind, seconds] = timing;
      return { call, form, step: STEP_KINDS[kind] ?? 'full', seconds };
    }
    // There was a form for full calls and one for all others.
    const [call, full, seconds] = timing;
    return { call, form: full === 1 ? 0 : 1, step: full === 1 ? 'full' : 'inherit', seconds };
  });
}

import type { Run } from '../../../preload/contract/task.ts';

type Timings = Run['timings'];

/** A microsecond: finer than any call's time repeats. */
const DIGITS = 6;

/** `[[call, 1 for full, seconds], …]`: a third of what the objects take, and still to be read in any SQLite program. */
export function packTimings(timings: Timings): string {
  return JSON.stringify(
    timings.map(({ call, step, seconds }) => [call, step === 'full' ? 1 : 0, Number(seconds.toFixed(DIGITS))]),
  );
}

export function unpackTimings(packed: string): Timings {
  return (JSON.parse(packed) as [number, number, number][]).map(([call, full, seconds]) => ({
    call,
    step: full === 1 ? 'full' : 'inherit',
    seconds,
  }));
}

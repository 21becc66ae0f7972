/** The calls of a run as stretches of a bar, as long as they took. */
import type { Run } from '../../../preload/contract/task.ts';
import { seconds } from '../../words/labels.ts';

type Timing = Run['timings'][number];

export interface Stretch extends Timing {
  /** Of the whole, from 0 to 1. */
  readonly from: number;
  readonly share: number;
}

export function stretches(timings: readonly Timing[]): readonly Stretch[] {
  const whole = total(timings);
  let from = 0;
  return timings.map((timing) => {
    const share = whole > 0 ? timing.seconds / whole : 1 / timings.length;
    const stretch = { ...timing, from, share };
    from += share;
    return stretch;
  });
}

export interface Kind {
  readonly step: Timing['step'];
  readonly calls: number;
  readonly seconds: number;
}

export function byKind(timings: readonly Timing[]): readonly Kind[] {
  return (['full', 'inherit'] as const).map((step) => {
    const of = timings.filter((timing) => timing.step === step);
    return { step, calls: of.length, seconds: total(of) };
  });
}

/** `18 full calls in 14.8 s, 33 inherit calls in 7.3 s` */
export function timingsInWords(timings: readonly Timing[]): string {
  return byKind(timings)
    .filter(({ calls }) => calls > 0)
    .map((kind) => `${kind.calls} ${kind.step} ${kind.calls === 1 ? 'call' : 'calls'} in ${seconds(kind.seconds)}`)
    .join(', ');
}

function total(timings: readonly Timing[]): number {
  return timings.reduce((sum, timing) => sum + timing.seconds, 0);
}

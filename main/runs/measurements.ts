/** A run in numbers. */
import type { GenerationResult } from '../../native-models/sampling/generation.ts';
import { median } from '../../native-models/median.ts';
import type { StepKind } from '../../native-models/vocabulary.ts';

/** Times are in seconds; `idealSpeedup` is by multiply-accumulates, of the UNet alone. */
export interface Measurements {
  readonly calls: number;
  readonly fullCalls: number;
  readonly seconds: number;
  readonly unetSeconds: number;
  /** null where there was no such call. */
  readonly secondsPerFullCall: number | null;
  readonly secondsPerInheritCall: number | null;
  readonly idealSpeedup: number;
  readonly peakMemoryBytes: number;
}

/** Of a result, or of a run that was kept of one. */
type Measured = Omit<GenerationResult, 'images' | 'plan' | 'precision' | 'warnings'>;

/** Counts a result's calls, and takes the median time of each kind. */
export function measure(result: Measured): Measurements {
  const { timings, seconds, unetSeconds, idealSpeedup, peakMemoryBytes } = result;
  return {
    calls: timings.length,
    fullCalls: timings.filter(({ step }) => step === 'full').length,
    seconds,
    unetSeconds,
    secondsPerFullCall: secondsPerCall(result, 'full'),
    secondsPerInheritCall: secondsPerCall(result, 'inherit'),
    idealSpeedup,
    peakMemoryBytes,
  };
}

function secondsPerCall({ timings }: Measured, kind: StepKind): number | null {
  const calls = timings.filter(({ step }) => step === kind);
  return calls.length === 0 ? null : median(calls.map(({ seconds }) => seconds));
}

/** The same run several times over: the median of every time, the highest of the peaks. */
export function medianOf(repeats: readonly Measurements[]): Measurements {
  const [first] = repeats;
  if (!first) throw new RangeError('no measurements to take the median of');
  const over = <K extends keyof Measurements>(key: K) =>
    repeats.map((one) => one[key]).filter((value) => value !== null);
  const medianOrNull = (values: readonly number[]) => (values.length === 0 ? null : median(values));
  return {
    ...first,
    seconds: median(over('seconds')),
    unetSeconds: median(over('unetSeconds')),
    secondsPerFullCall: medianOrNull(over('secondsPerFullCall')),
    secondsPerInheritCall: medianOrNull(over('secondsPerInheritCall')),
    peakMemoryBytes: Math.max(...over('peakMemoryBytes')),
  };
}

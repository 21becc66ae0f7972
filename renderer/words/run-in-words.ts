/** A run in few words, the same in lists, inspectors and comparisons. */
import { callsOf } from '../../native-models/calls.ts';
import { fidelityText } from '../../native-models/metrics/fidelity.ts';
import { type PairMetric, PRICE } from '../../native-models/metrics/metrics.ts';
import type { MeasuredSpeedup, MedianSpeedup } from '../../native-models/strategy/median-speedup.ts';
import { screenNameOf } from '../../native-models/strategy/naming.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import { seconds, speedup } from './labels.ts';

type Named = Pick<Run, 'purpose' | 'settings'>;
type Measured = Pick<Run, 'settings' | 'speedup' | 'doubt' | 'fidelity'>;

/** `CO6 P5†`, `baseline`, `equal-time rival, 31 steps`. */
export function nameOf({ purpose, settings }: Named): string {
  const name = strategyInWords(settings);
  if (name !== null) return name;
  return purpose === 'rival' ? `equal-time rival, ${settings.steps} steps` : 'baseline';
}

/** `CO6 P5†`, `17 full`: as many as the run makes. null without a strategy. */
export function strategyInWords({ strategy, steps, scheduler, initImage }: RunSettings): string | null {
  return strategy && screenNameOf(strategy, undefined, callsOf(steps, scheduler, initImage?.strength));
}

export function speedupText({ speedup: measured }: Pick<MeasuredSpeedup, 'speedup'>): string {
  return measured === null ? 'n/a' : speedup(measured);
}

/** `1.85x, doubtful`: where there is no room for a mark. */
export function speedupInWords(measured: MeasuredSpeedup): string {
  return `${speedupText(measured)}${measured.doubt ? ', doubtful' : ''}`;
}

/** `median 1.83x of 6`: of how many runs, itself among them. */
export function medianInWords(median: MedianSpeedup): string {
  return `median ${speedupText(median)} of ${median.runs}${median.doubt ? ', doubtful' : ''}`;
}

/** What a run measures against its baseline by one metric. */
export function measuredText(metric: PairMetric, { fidelity }: Pick<Run, 'fidelity'>): string {
  return fidelityText(metric, fidelity, 'n/a');
}

/** The price beside a gain, where there is room for one number: `27.9 dB`. */
export function priceText(run: Pick<Run, 'fidelity'>): string {
  return measuredText(PRICE, run);
}

const SHORT = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

export function shortWhenText(instant: string): string {
  return SHORT.format(new Date(instant));
}

const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function whenText(instant: string): string {
  return FORMAT.format(new Date(instant));
}

/** For those who hear the list. */
export function spoken(
  run: Pick<Run, 'id' | 'createdAt' | 'modelName' | 'seconds' | 'favourite'> & Named & Measured,
): string {
  const gain = run.speedup === null ? '' : `, ${speedupInWords(run)}, ${PRICE.title} ${priceText(run)}`;
  const { prompt, seed } = run.settings;
  return `${nameOf(run)}${gain}, ${seconds(run.seconds)}, ${prompt}, seed ${seed}, ${run.modelName}${run.favourite ? ', favourite' : ''}`;
}

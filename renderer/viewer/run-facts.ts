/** What a run measured, beside its picture. */
import { METRICS } from '../../native-models/metrics/metrics.ts';
import type { KnownRun } from '../stores/shown-picture.ts';
import { seconds } from '../words/labels.ts';
import { measuredText, speedupInWords, whenText } from '../words/run-in-words.ts';

export function measuredFacts(run: KnownRun): readonly (readonly [label: string, value: string])[] {
  const against =
    run.baselineId === null ? [] : METRICS.map((metric) => [metric.title, measuredText(metric, run)] as const);
  return [
    ['Made', whenText(run.createdAt)],
    ['Time', seconds(run.seconds)],
    ...(run.speedup === null ? [] : [['Measured speed-up', speedupInWords(run)] as const]),
    ...against,
  ];
}

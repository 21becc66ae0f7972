/** The history's filters as fields and as the words of the chips that take them away again. */
import type { RunFilter } from '../../../preload/contract/task.ts';
import { labelShown } from '../../../native-models/strategy/naming.ts';
import { type MetricId, METRICS, type PairMetric } from '../../../native-models/metrics/metrics.ts';
import { speedup } from '../../words/labels.ts';

type PlainKey = Exclude<keyof RunFilter, 'text' | 'trashed' | 'fidelity'>;

/** With a field set, or without it where there is nothing in it. */
export function withFilter<K extends keyof RunFilter>(
  filter: RunFilter,
  key: K,
  value: RunFilter[K] | null | '',
): RunFilter {
  const { [key]: _, ...rest } = filter;
  const empty = value === undefined || value === null || value === '' || value === false || Number.isNaN(value);
  return empty ? rest : { ...rest, [key]: value };
}

/** With a limit to a metric, or without it where there is none. */
export function withFidelity({ fidelity, ...rest }: RunFilter, metric: MetricId, limit: number): RunFilter {
  const { [metric]: _, ...others } = fidelity ?? {};
  const limits = Number.isNaN(limit) ? others : { ...others, [metric]: limit };
  return Object.keys(limits).length === 0 ? rest : { ...rest, fidelity: limits };
}

const WORDS: { readonly [K in PlainKey]: (value: NonNullable<RunFilter[K]>) => string } = {
  modelName: (name) => name,
  strategyLabel: strategyShown,
  seed: (seed) => `seed ${seed}`,
  from: (instant) => `from ${dayOf(instant)}`,
  to: (instant) => `until ${dayOf(instant)}`,
  minSpeedup: (factor) => `at least ${speedup(factor)}`,
  favourite: () => 'favourites',
  tag: (tag) => `#${tag}`,
  group: () => 'one grid or comparison',
};

/** How the history labels a run without strategy. */
const NO_STRATEGY = 'none';

/** The history labels strategies as files do, `CO6 P5+`. */
export function strategyShown(label: string): string {
  return label === NO_STRATEGY ? 'baseline' : labelShown(label);
}

export interface Chip {
  /** What of the filter it stands for. */
  readonly key: PlainKey | MetricId;
  readonly words: string;
  /** The filter without what the chip stands for. */
  readonly rest: RunFilter;
}

/** What a filter asks for, but for its words and the trash. */
export function chipsOf(filter: RunFilter): readonly Chip[] {
  const plain = (Object.keys(WORDS) as PlainKey[]).flatMap((key) => {
    const value = filter[key];
    const words = WORDS[key] as (value: unknown) => string;
    return value === undefined ? [] : [{ key, words: words(value), rest: withFilter(filter, key, null) }];
  });
  const near = METRICS.flatMap((metric) => {
    const limit = filter.fidelity?.[metric.id];
    return limit === undefined
      ? []
      : [{ key: metric.id, words: limitText(metric, limit), rest: withFidelity(filter, metric.id, Number.NaN) }];
  });
  return [...plain, ...near];
}

/** As it was typed, in the metric's unit: `at least 28 dB`. */
function limitText({ better, filter }: PairMetric, limit: number): string {
  return `at ${better === 'lower' ? 'most' : 'least'} ${limit}${filter?.unit ? ` ${filter.unit}` : ''}`;
}

/** Neither words nor filters: everything outside the trash, or everything in it. */
export function isWide(filter: RunFilter): boolean {
  return !filter.text && chipsOf(filter).length === 0;
}

/** `2026-11-23` as a date field has it, where the person is. */
export function dayOf(instant: string): string {
  const date = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first or the last instant of a date field's day; null for an empty field. */
export function instantOf(day: string, end: 'first' | 'last'): string | null {
  const date = new Date(`${day}T${end === 'first' ? '00:00:00.000' : '23:59:59.999'}`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** How near a picture is to its baseline's, by every metric of a pair. */
import { type RgbImage, requireSameSize } from '../image.ts';
import { type MetricId, METRICS, type PairMetric } from './metrics.ts';

export interface Fidelity {
  /** Whether not one pixel differs. */
  readonly identical: boolean;
  /** Finite values. Left out: a metric that does not apply, and one that is infinite because nothing differs. */
  readonly values: Readonly<Partial<Record<MetricId, number>>>;
}

type Values = Readonly<Record<string, number | undefined>>;

/** What every metric that applies to pictures of this size gives. @throws RangeError where the sizes differ. */
export function measureFidelity(
  picture: RgbImage,
  baseline: RgbImage,
  metrics: readonly PairMetric[] = METRICS,
): Fidelity {
  requireSameSize(picture, baseline);
  const side = Math.min(picture.width, picture.height);
  const measured = metrics
    .filter(({ needs }) => side >= needs.smallestSide)
    .map(({ id, measure }) => [id, measure(picture, baseline)] as const);
  return {
    identical: picture.pixels.every((value, i) => value === baseline.pixels[i]),
    values: Object.fromEntries(measured.filter(([, value]) => Number.isFinite(value))),
  };
}

/** A metric's value as people read it; `none` where there is none. */
export function fidelityText(metric: PairMetric, fidelity: Fidelity | null, none: string): string {
  if (fidelity === null) return none;
  if (fidelity.identical && !Number.isFinite(metric.ofIdentical)) return 'identical';
  const values: Values = fidelity.values;
  const value = values[metric.id];
  return value === undefined ? none : metric.format(value);
}

/** A column for each metric, for files: null where it has no finite value. */
export function fidelityColumns(
  fidelity: Fidelity | null,
  metrics: readonly PairMetric[] = METRICS,
): Readonly<Record<string, number | null>> {
  const values: Values = fidelity?.values ?? {};
  return Object.fromEntries(metrics.map(({ id }) => [id, values[id] ?? null]));
}

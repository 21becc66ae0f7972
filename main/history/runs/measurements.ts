/** What runs measure against their baselines: a row for each metric, and a list of the runs that are still to be measured. */
import type { Fidelity } from '../../../native-models/metrics/fidelity.ts';
import { METRICS } from '../../../native-models/metrics/metrics.ts';
import type { Store } from '../store/store.ts';

/** A run that is to be measured, and the pictures that it takes. */
export interface AwaitingFidelity {
  readonly id: number;
  readonly picture: string;
  readonly baselinePicture: string;
}

/** Puts a run on the list, and takes away what it measured against another baseline. */
export function awaitMeasuring({ query, run }: Store, id: number): void {
  run(query.deleteFrom('measurements').where('run_id', '=', id));
  run(
    query
      .insertInto('runs_to_measure')
      .values({ run_id: id })
      .onConflict((known) => known.doNothing()),
  );
}

/** Runs that have a baseline and were not compared with it yet, oldest first. */
export function awaitingFidelity({ query, all }: Store): readonly AwaitingFidelity[] {
  return all(
    query
      .selectFrom('runs_to_measure')
      .innerJoin('runs', 'runs.id', 'runs_to_measure.run_id')
      .innerJoin('run_details as own', 'own.run_id', 'runs.id')
      .innerJoin('run_details as baseline', 'baseline.run_id', 'runs.baseline_id')
      .select(['runs.id', 'own.picture', 'baseline.picture as baselinePicture'])
      .orderBy('runs.id'),
  );
}

/** Keeps what comparing run `id` with its baseline gave, in the place of what was there. */
export function storeFidelity({ query, run, atomically }: Store, id: number, { identical, values }: Fidelity): void {
  const rows = METRICS.flatMap(({ id: metric, ofIdentical }) => {
    const value = identical && !Number.isFinite(ofIdentical) ? ofIdentical : values[metric];
    return value === undefined ? [] : [{ run_id: id, metric, value }];
  });
  atomically(() => {
    run(query.deleteFrom('measurements').where('run_id', '=', id));
    for (const row of rows) run(query.insertInto('measurements').values(row));
    run(query.deleteFrom('runs_to_measure').where('run_id', '=', id));
  });
}

/**
 * The rows of a run as what its picture measures; null where nothing was measured.
 * @param json an object of values by metric. SQLite writes an infinite one as 9e999, which JSON reads as infinite.
 */
export function fidelityOf(json: string): Fidelity | null {
  const rows = JSON.parse(json) as Readonly<Record<string, number>>;
  const measured = METRICS.filter(({ id }) => id in rows);
  if (measured.length === 0) return null;
  return {
    identical: measured.some(({ id }) => rows[id] === Number.POSITIVE_INFINITY),
    values: Object.fromEntries(
      measured.map(({ id }) => [id, rows[id]!] as const).filter(([, value]) => Number.isFinite(value)),
    ),
  };
}

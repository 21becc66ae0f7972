/** Which run each run is measured against. */
import { sql } from 'kysely';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { baselineKey } from './baseline-key.ts';
import { awaitMeasuring } from './measurements.ts';
import { anyOf, type Store } from '../store/store.ts';

/** The newest full run of these settings that is not in the trash. */
export function findBaseline({ query, first }: Store, settings: RunSettings): number | null {
  const found = first(
    query
      .selectFrom('run_details')
      .innerJoin('runs', 'runs.id', 'run_details.run_id')
      .select('runs.id')
      .where('run_details.baseline_key', '=', baselineKey(settings))
      .where('run_details.is_full', '=', 1)
      .where('runs.trashed_at', 'is', null)
      .orderBy('runs.id', 'desc')
      .limit(1),
  );
  return found?.id ?? null;
}

/** Those of which a full run is on record and not in the trash, found by one question. */
export function withBaseline({ query, all }: Store, settings: readonly RunSettings[]): ReadonlySet<RunSettings> {
  const keyOf = new Map(settings.map((each) => [each, baselineKey(each)]));
  const recorded = all(
    query
      .selectFrom('run_details')
      .innerJoin('runs', 'runs.id', 'run_details.run_id')
      .select('run_details.baseline_key')
      .distinct()
      .where('run_details.baseline_key', 'in', anyOf([...keyOf.values()]))
      .where('run_details.is_full', '=', 1)
      .where('runs.trashed_at', 'is', null),
  );
  const keys = new Set(recorded.map(({ baseline_key }) => baseline_key));
  return new Set(settings.filter((each) => keys.has(keyOf.get(each)!)));
}

/** Measures run `id` against run `baselineId`: the speed-up at once, the fidelity when somebody has compared them. */
export function linkToBaseline(store: Store, id: number, baselineId: number): void {
  const { query, run } = store;
  const secondsOf = (runId: number) =>
    query.selectFrom('runs as timed').select('timed.seconds').where('timed.id', '=', runId);
  run(
    query
      .updateTable('runs')
      .set({
        baseline_id: baselineId,
        speedup: sql<number>`${secondsOf(baselineId)} / nullif(${secondsOf(id)}, 0)`,
      })
      .where('id', '=', id),
  );
  awaitMeasuring(store, id);
}

/** A baseline made after its runs: those that have none, or whose own was deleted, are measured against it. */
export function adoptRuns(store: Store, baselineId: number, settings: RunSettings): void {
  const { query, all } = store;
  const orphans = all(
    query
      .selectFrom('run_details')
      .innerJoin('runs', 'runs.id', 'run_details.run_id')
      .select('runs.id')
      .where('run_details.baseline_key', '=', baselineKey(settings))
      .where('run_details.is_full', '=', 0)
      .where('runs.baseline_id', 'is', null),
  );
  for (const { id } of orphans) linkToBaseline(store, id, baselineId);
}

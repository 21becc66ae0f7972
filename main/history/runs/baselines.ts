/** Which run each run is measured against, and what that came to. */
import { sql } from 'kysely';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { baselineKey } from './baseline-key.ts';
import type { Store } from '../store/store.ts';

/** What comparing a run's picture with its baseline's gave: the answer of `pictures.compare`. */
export interface Fidelity {
  readonly psnr: number | null;
  readonly ssim: number | null;
  readonly identical: boolean;
}

export interface AwaitingFidelity {
  readonly id: number;
  readonly picture: string;
  readonly baselinePicture: string;
}

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

/** Measures run `id` against run `baselineId`: the speed-up at once, the fidelity when somebody has compared them. */
export function linkToBaseline({ query, run }: Store, id: number, baselineId: number): void {
  const secondsOf = (runId: number) => query.selectFrom('run_details').select('seconds').where('run_id', '=', runId);
  run(
    query
      .updateTable('runs')
      .set({
        baseline_id: baselineId,
        speedup: sql<number>`${secondsOf(baselineId)} / nullif(${secondsOf(id)}, 0)`,
        psnr: null,
      })
      .where('id', '=', id),
  );
  run(query.updateTable('run_details').set({ ssim: null }).where('run_id', '=', id));
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

export function storeFidelity({ query, run, atomically }: Store, id: number, fidelity: Fidelity): void {
  const { psnr, ssim, identical } = fidelity;
  atomically(() => {
    run(
      query
        .updateTable('runs')
        .set({ psnr: identical ? Number.POSITIVE_INFINITY : psnr })
        .where('id', '=', id),
    );
    run(query.updateTable('run_details').set({ ssim }).where('run_id', '=', id));
  });
}

/** Runs that have a baseline and were not compared with it yet, oldest first. */
export function awaitingFidelity({ query, all }: Store): readonly AwaitingFidelity[] {
  return all(
    query
      .selectFrom('runs')
      .innerJoin('run_details as own', 'own.run_id', 'runs.id')
      .innerJoin('run_details as baseline', 'baseline.run_id', 'runs.baseline_id')
      .select(['runs.id', 'own.picture', 'baseline.picture as baselinePicture'])
      .where('runs.baseline_id', 'is not', null)
      .where('runs.psnr', 'is', null)
      .orderBy('runs.id'),
  );
}

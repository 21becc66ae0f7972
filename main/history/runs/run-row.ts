/** A run as its rows, and back. */
import type { Selectable } from 'kysely';
import type { Plan } from '../../../native-models/strategy/plan.ts';
import { doubtOf } from '../../../native-models/strategy/doubtful-speedup.ts';
import { speedupEvidence, type TimedRun } from '../../../native-models/strategy/speedup-evidence.ts';
import { packPlan } from '../../../native-models/strategy/stored-plan.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { baselineKey } from './baseline-key.ts';
import { isoOf, isoOrNull, millisecondsOf } from '../store/instant.ts';
import type { Schema } from '../store/schema.ts';
import { isText, listIn } from '../store/stored-json.ts';
import { storedSettings } from '../store/stored-settings.ts';
import { fidelityOf } from './measurements.ts';
import { packTimings, unpackTimings } from './timings.ts';

type Later = 'id' | 'baselineId' | 'speedup' | 'doubt' | 'fidelity' | 'favourite' | 'note' | 'tags' | 'trashedAt';

/** A run that was just made. What it is measured against is found; a rival says it, for its own steps are fewer. */
export type NewRun = Omit<Run, Later> & {
  readonly baselineId?: number | null;
  /** The task that it was made for: recorded once more, it is the run that is there already. */
  readonly taskId?: number;
  /** What its calls were planned to compute. */
  readonly plan?: Plan;
};

/** With its tags and measurements as JSON, an array and an object of values by metric; and with the times of its baseline. */
export type RunRow = Selectable<Schema['runs']> &
  Selectable<Schema['run_details']> & {
    readonly tags: string;
    readonly measurements: string;
    readonly baseline_times: string | null;
  };

export function rowsOf(run: NewRun) {
  return {
    head: {
      created_at: millisecondsOf(run.createdAt),
      model_name: run.modelName,
      strategy_label: run.strategyLabel,
      seed: run.settings.seed,
      speedup: null,
      seconds: run.seconds,
      trashed_at: null,
      group_id: run.group,
      baseline_id: null,
    },
    details: {
      purpose: run.purpose,
      settings: JSON.stringify(run.settings),
      picture: run.picture,
      init_picture: run.settings.initImage?.picture ?? null,
      baseline_key: baselineKey(run.settings),
      is_full: Number(run.settings.strategy === null),
      unet_seconds: run.unetSeconds,
      ideal_speedup: run.idealSpeedup,
      peak_memory_bytes: Math.round(run.peakMemoryBytes),
      timings: packTimings(run.timings),
      warnings: JSON.stringify(run.warnings),
      task_id: run.taskId ?? null,
      plan: run.plan ? packPlan(run.plan) : null,
    },
  };
}

export function runOf(row: RunRow): Run {
  const settings = storedSettings(row.settings);
  const { strategy } = settings;
  const timed = { seconds: row.seconds, unetSeconds: row.unet_seconds, timings: unpackTimings(row.timings) };
  const known = row.baseline_times === null ? null : baselineTimes(row.baseline_times);
  // Fewer plain calls save MACs too, which the engine, knowing only its own run, did not count.
  const fewer = known && strategy === null && timed.timings.length > 0;
  const idealSpeedup = fewer ? known.timings.length / timed.timings.length : row.ideal_speedup;
  const baseline = known ?? (strategy && row.speedup !== null ? lostBaseline(timed, row.speedup) : null);
  return {
    id: row.id,
    createdAt: isoOf(row.created_at),
    purpose: row.purpose as Run['purpose'],
    group: row.group_id,
    settings,
    modelName: row.model_name,
    strategyLabel: row.strategy_label,
    picture: row.picture,
    ...timed,
    idealSpeedup,
    peakMemoryBytes: row.peak_memory_bytes,
    warnings: listIn(row.warnings, "a run's warnings", isText),
    baselineId: row.baseline_id,
    speedup: row.speedup,
    doubt: baseline && doubtOf(speedupEvidence({ ...timed, strategy, idealSpeedup }, baseline)),
    fidelity: fidelityOf(row.measurements),
    favourite: row.favourite === 1,
    note: row.note,
    tags: JSON.parse(row.tags) as string[],
    trashedAt: isoOrNull(row.trashed_at),
  };
}

function baselineTimes(json: string): TimedRun {
  const [seconds, unetSeconds, timings] = JSON.parse(json) as [number, number, string];
  return { seconds, unetSeconds, timings: unpackTimings(timings) };
}

/** One that was deleted for good, as far as the speed-up against it tells: around the UNet it took what the run takes. */
function lostBaseline({ seconds, unetSeconds }: TimedRun, speedup: number): TimedRun {
  const whole = speedup * seconds;
  return { seconds: whole, unetSeconds: Math.max(0, whole - (seconds - unetSeconds)), timings: [] };
}

import type { Generated } from 'kysely';

/** The tables as the migrations leave them. Columns ending in `_at` are milliseconds since 1970; 0 and 1 are no and yes. */
export interface Schema {
  runs: {
    id: Generated<number>;
    created_at: number;
    model_name: string;
    strategy_label: string;
    seed: number;
    speedup: number | null;
    /** The whole generation. */
    seconds: number;
    favourite: Generated<number>;
    trashed_at: number | null;
    group_id: string;
    baseline_id: number | null;
  };
  run_details: {
    run_id: number;
    purpose: string;
    settings: string;
    picture: string;
    init_picture: string | null;
    baseline_key: string;
    is_full: number;
    unet_seconds: number;
    ideal_speedup: number;
    peak_memory_bytes: number;
    timings: string;
    warnings: string;
    note: Generated<string>;
    /** The task that it was made for: a run each, and no more. */
    task_id: number | null;
    /** JSON of what its calls were planned to compute (strategy/stored-plan.ts); null: not kept. */
    plan: string | null;
  };
  /** Of a run against its baseline. An infinite value: by this metric, the same picture. */
  measurements: { run_id: number; metric: string; value: number };
  /** Runs that were not compared with their baseline yet. */
  runs_to_measure: { run_id: number };
  run_tags: { tag: string; run_id: number };
  run_search: {
    rowid: number;
    prompt: string;
    negative_prompt: string;
    note: string;
    tags: string;
    model: string;
    strategy: string;
  };
  tasks: {
    id: Generated<number>;
    group_id: string;
    /** JSON: its kind, and what that needs. */
    work: string;
    device: string;
    init_picture: string | null;
    state: string;
    priority: number;
    position: number;
    attempts: Generated<number>;
    created_at: number;
    started_at: number | null;
    finished_at: number | null;
    run_id: number | null;
    problem: string | null;
    /** Who it is lent to while it runs, and until when; null: its worker is known to be gone. */
    worker: Generated<string | null>;
    lease_until: Generated<number | null>;
  };
  grids: { group_id: string; created_at: number; settings: string; axes: string };
  strategies: { id: Generated<number>; name: string; strategy: string; created_at: number };
  settings: { key: string; value: string };
  models: { path: string; added_at: number };
  calibrations: { model_id: string; width: number; height: number; created_at: number; calibration: string };
}

import type { Run, Task } from '../../preload/contract/task.ts';
import type { Host } from '../host/host.ts';

/** Runs that the composer looks back on: enough for medians of what was lately tried. */
const RECENT = 200;
const TOGETHER_MS = 50;

export interface Comparison {
  readonly run: Run;
  /** null while there is none: the run made its picture before its baseline did, or was one itself. */
  readonly baseline: Run | null;
}

/** The latest runs on record, and the comparison that the inspector shows. */
export class RecordStore {
  recent = $state.raw<readonly Run[]>([]);
  comparison = $state.raw<Comparison | null>(null);
  /** Runs that were just made and are still to be read from the history. */
  #awaited = $state.raw<ReadonlySet<number>>(new Set());
  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Between the end of a task and its run's place here: what is shown until then belongs to an earlier one. */
  awaits({ runId }: Pick<Task, 'runId'>): boolean {
    return runId !== null && this.#awaited.has(runId);
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const awaited = this.#awaited;
    try {
      const { runs } = await this.#host.client.runs.page({ filter: {}, cursor: null, limit: RECENT });
      // A later answer knows more than this one.
      if (asked !== this.#asked) return;
      this.recent = runs;
      const latest = runs.find(({ purpose }) => purpose === 'run' || purpose === 'baseline');
      if (latest) await this.show(latest);
    } finally {
      if (asked === this.#asked) this.#awaited = this.#awaited.difference(awaited);
    }
  }

  /** Once for all tasks that settle together. */
  loadSoon({ runId }: Pick<Task, 'runId'>, onError: (error: unknown) => void): void {
    if (runId !== null) this.#awaited = new Set([...this.#awaited, runId]);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load().catch(onError), TOGETHER_MS);
  }

  async show(run: Run): Promise<void> {
    const baseline = run.baselineId === null ? null : await this.#host.client.runs.get({ id: run.baselineId });
    this.comparison = { run, baseline };
  }
}

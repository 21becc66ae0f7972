import type { Run } from '../../preload/contract/task.ts';
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
  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    const { runs } = await this.#host.client.runs.page({ filter: {}, cursor: null, limit: RECENT });
    this.recent = runs;
    const latest = runs.find(({ purpose }) => purpose === 'run' || purpose === 'baseline');
    if (latest) await this.show(latest);
  }

  /** Once for all tasks that settle together. */
  loadSoon(onError: (error: unknown) => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load().catch(onError), TOGETHER_MS);
  }

  async show(run: Run): Promise<void> {
    const baseline = run.baselineId === null ? null : await this.#host.client.runs.get({ id: run.baselineId });
    this.comparison = { run, baseline };
  }
}

/** What was ever queued in a data folder, and whether it is all there: nothing lost, nothing twice, nothing half. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { isOf } from '../../preload/contract/task-kinds.ts';
import { FIRST_SETTINGS, type RunSettings } from '../../preload/settings/settings.ts';
import type { Task } from '../../preload/contract/task.ts';
import { type History, openHistory } from '../../main/history/history.ts';
import { submitRuns } from '../../main/studio/runs/submit.ts';

/** As many as a life can take up. */
const WAITING = 12;
/** A task that was running at two kills in a row has failed, so that none can take the program down for ever: it can be asked for again. */
const GIVEN_UP = '(2 times)';
const OPEN = ['queued', 'running'] as const;
const ALL = 1_000_000;
const SETTINGS: RunSettings = {
  ...FIRST_SETTINGS,
  modelId: 'embedded',
  prompt: 'a red fox',
  width: 64,
  height: 64,
  guidanceScale: 4,
  steps: 2,
  scheduler: 'ddim',
  strategy: {
    name: 'custom',
    inherit: ['up3.0.res'],
    mode: { kind: 'periodic', period: 2, tail: 0 },
    semantics: 'residual',
    switching: [],
    precision: 'float32',
  },
};

export class Ledger {
  readonly complaints: string[] = [];
  pictures = 0;
  tasks = 0;
  #seed = 1;
  /** As they were last seen. */
  #known: readonly Task[] = [];
  readonly #whole = new Set<string>();

  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  complain(lines: readonly string[]): void {
    this.complaints.push(...lines);
  }

  /** Queues runs, each with a baseline of its own, until enough wait. */
  fill(): void {
    this.#with((history) => {
      const waiting = history.tasks.list({ states: [...OPEN] }).length;
      for (let count = waiting; count < WAITING; count += 2) {
        submitRuns(history, { settings: { ...SETTINGS, seed: this.#seed++ }, count: 1, baseline: true });
      }
      this.#remember(history);
    });
  }

  /** To be called after each kill. */
  check(): void {
    this.#with((history) => {
      const tasks = tasksOf(history);
      const now = new Map(tasks.map((task) => [task.id, task]));
      for (const before of this.#known) this.#compare(before, now.get(before.id));
      if (tasks.length !== this.#known.length)
        this.complain([`${tasks.length} tasks: ${this.#known.length} were queued`]);
      this.#checkRuns(history, tasks.filter(isOf('generate')));
      this.#remember(history);
    });
  }

  /** Asks again for what was given up. @returns how many those are. */
  askAgain(): number {
    return this.#with((history) => {
      const failed = history.tasks.list({ states: ['failed'], settledLimit: ALL });
      for (const { id } of failed) history.tasks.retry(id);
      this.#remember(history);
      return failed.length;
    });
  }

  /** To be called at the end: everything is done, and every picture with a baseline was measured against it. */
  checkDone(): void {
    this.check();
    this.#with((history) => {
      const open = tasksOf(history).filter(({ state }) => state !== 'done');
      this.complain(open.map(({ id, state, problem }) => `task ${id} is ${state} at the end: ${problem?.message}`));
      const unmeasured = history.runs.list({}).filter((run) => run.settings.strategy && !run.fidelity);
      this.complain(unmeasured.map(({ id }) => `run ${id} was not measured against its baseline`));
    });
  }

  /** While the program works: whether anything is still to be done. */
  isDone(): boolean {
    const database = new Sqlite(join(this.#folder, 'history.sqlite'), { readonly: true });
    try {
      const open = `SELECT 1 FROM tasks WHERE state IN ('queued', 'running') UNION ALL SELECT 1 FROM runs_to_measure LIMIT 1`;
      return database.prepare(open).get() === undefined;
    } finally {
      database.close();
    }
  }

  inWords(): string {
    return `${this.tasks} tasks, ${this.pictures} pictures, ${this.complaints.length} complaints`;
  }

  #compare(before: Task, now: Task | undefined): void {
    if (!now) return this.complain([`task ${before.id} is lost`]);
    const [was, is] = [before, now].map(({ state, runId }) => `${state} as run ${runId}`);
    if (before.state === 'done' && was !== is) this.complain([`task ${now.id} was ${was}, and is ${is}`]);
    const givenUp = now.attempts === 2 && now.problem?.message.endsWith(GIVEN_UP);
    if (now.state === 'failed' && !givenUp) this.complain([`task ${now.id} has failed: ${now.problem?.message}`]);
  }

  /** A run for each task that is done, and no other; each with a whole picture. */
  #checkRuns(history: History, tasks: readonly Task[]): void {
    const done = tasks.flatMap(({ state, runId }) => (state === 'done' ? [runId] : []));
    const runs = history.runs.list({});
    const recorded = new Set<number | null>(runs.map(({ id }) => id));
    if (recorded.size !== done.length || done.some((id) => !recorded.has(id))) {
      this.complain([`${done.length} tasks are done, and ${recorded.size} runs recorded`]);
    }
    for (const { id, picture } of runs)
      if (!this.#isWhole(history, picture)) this.complain([`run ${id}: no whole picture`]);
    this.pictures = runs.length;
    this.tasks = tasks.length;
  }

  /** A picture is named by its content, which does not change: looked at once. */
  #isWhole(history: History, picture: string): boolean {
    if (this.#whole.has(picture)) return true;
    const file = history.pictures.locate(picture);
    if (!file) return false;
    const hash = createHash('sha256').update(readFileSync(join(file.folder, file.path)));
    if (hash.digest('hex') !== picture) return false;
    this.#whole.add(picture);
    return true;
  }

  #remember(history: History): void {
    this.#known = tasksOf(history);
  }

  #with<T>(work: (history: History) => T): T {
    const history = openHistory(this.#folder);
    try {
      return work(history);
    } finally {
      history.close();
    }
  }
}

const tasksOf = (history: History): Task[] => history.tasks.list({ settledLimit: ALL });

import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Run, Task } from '../../../preload/contract/task.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import { isActive } from '../../stores/task-board.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { perStudio } from '../per-studio.svelte.ts';
import { durationsFrom } from '../queue/durations.ts';
import { type Axis, axisOf, type AxisKind, type AxisPlan, type Context } from './axis-plan.ts';
import { baselinesOf, countOf, keyOf, settingsOf, submitted } from './layout.ts';
import { readKept, writeKept } from './kept.ts';
import { FIRST_PLAN, planFor } from './first-plan.ts';

/** A grid that was submitted: what its labels say, and the task of each cell. */
export interface Grid {
  readonly group: string;
  readonly axes: readonly Pick<Axis, 'kind' | 'labels'>[];
  readonly taskIds: readonly number[];
}

const PLAN_KEY = 'heirloom.grid-plan';
const GRID_KEY = 'heirloom.grid';
/** The host's limit, said before it is asked. */
export const MAX_CELLS = 2000;
export const MAX_AXES = 3;
const PAGE = 500;

/** The grid being set up, and the one being made. Outlives the page. */
export class GridState {
  plans = $state.raw<readonly AxisPlan[]>(readKept(PLAN_KEY) ?? FIRST_PLAN);
  grid = $state.raw<Grid | null>(readKept(GRID_KEY));
  runs = $state.raw<ReadonlyMap<number, Run>>(new Map());
  problem = $state.raw<Problem | null>(null);
  submitting = $state(false);
  readonly #studio: Studio;
  readonly #asked = new Set<number>();

  readonly context: Context = $derived.by(() => ({
    architecture: this.#studio.architecture,
    composed: this.#studio.composition.current.mask,
    saved: this.#studio.saved.map(({ strategy }) => strategy),
    models: (this.#studio.models ?? []).filter(({ problem }) => problem === null),
  }));
  readonly axes: readonly Axis[] = $derived(this.plans.map((plan) => axisOf(plan, this.context)));
  readonly count = $derived(countOf(this.axes));
  readonly wrong = $derived(
    this.axes.length === 0 || this.axes.some(({ problem }) => problem !== null) || this.count > MAX_CELLS,
  );
  readonly cells: readonly RunSettings[] = $derived.by(() =>
    this.wrong ? [] : settingsOf(this.#settings(), this.axes),
  );
  /** Full runs that have to be made for the comparison, and are on no cell. */
  readonly baselines: readonly RunSettings[] = $derived.by(() => {
    const known = new Set(this.#studio.records.recent.map(({ settings }) => keyOf(settings)));
    return baselinesOf(this.cells).filter((settings) => !known.has(keyOf(settings)));
  });
  readonly seconds: number | null = $derived.by(() => {
    const durations = durationsFrom(this.#studio.records.recent);
    return [...this.cells, ...this.baselines].reduce<number | null>((sum, settings) => {
      const takes = durations(settings);
      return sum === null || takes === null ? null : sum + takes;
    }, 0);
  });
  readonly tasks: readonly (Task | null)[] = $derived.by(() => {
    const { tasks } = this.#studio.tasks.board;
    return this.grid?.taskIds.map((id) => tasks.get(id) ?? null) ?? [];
  });
  readonly active: readonly number[] = $derived(
    this.tasks.flatMap((task) => (task && isActive(task) ? [task.id] : [])),
  );

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  runOf(task: Task | null): Run | null {
    return task?.runId ? (this.runs.get(task.runId) ?? null) : null;
  }

  setPlan(axis: number, plan: AxisPlan): void {
    this.#setPlans(this.plans.with(axis, plan));
  }

  /** Each thing varies on one axis only. */
  free(): readonly AxisKind[] {
    const used = new Set(this.plans.map(({ kind }) => kind));
    return (['strategy', 'seed', 'prompt', 'steps', 'guidanceScale', 'scheduler', 'modelId'] as const).filter(
      (kind) => !used.has(kind),
    );
  }

  addAxis(): void {
    const [kind] = this.free();
    if (kind && this.plans.length < MAX_AXES) this.#setPlans([...this.plans, this.freshPlan(kind)]);
  }

  removeAxis(axis: number): void {
    this.#setPlans(this.plans.toSpliced(axis, 1));
  }

  freshPlan(kind: AxisKind): AxisPlan {
    return planFor(kind, this.#studio.draft);
  }

  async submit(): Promise<void> {
    this.problem = null;
    this.submitting = true;
    try {
      const { group, tasks } = await this.#studio.host.client.tasks.submitGrid({
        settings: this.#settings(),
        axes: submitted(this.axes),
      });
      this.#studio.tasks.add(tasks);
      const taskIds = tasks.filter(({ purpose }) => purpose === 'grid').map(({ id }) => id);
      this.grid = { group, axes: this.axes.map(({ kind, labels }) => ({ kind, labels })), taskIds };
      this.#asked.clear();
      writeKept(GRID_KEY, this.grid);
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.submitting = false;
    }
  }

  async cancel(): Promise<void> {
    if (this.active.length > 0) await this.#studio.host.client.tasks.cancel({ ids: [...this.active] });
  }

  close(): void {
    this.grid = null;
    this.runs = new Map();
    writeKept(GRID_KEY, null);
  }

  /** The tasks and runs of a grid from before a reload. */
  async recall(): Promise<void> {
    const { grid } = this;
    if (!grid) return;
    const tasks = await this.#studio.host.client.tasks.list({});
    this.#studio.tasks.add(tasks.filter(({ group }) => group === grid.group));
    await this.readRuns();
  }

  /** Whatever ended since; runs of a grid carry its group. */
  async readRuns(): Promise<void> {
    const missing = this.tasks.flatMap((task) => (task?.runId && !this.#asked.has(task.runId) ? [task.runId] : []));
    if (missing.length === 0 || !this.grid) return;
    for (const id of missing) this.#asked.add(id);
    const { group } = this.grid;
    const found = new Map(this.runs);
    for (let cursor: number | null = null, more = true; more; more = cursor !== null) {
      const page = await this.#studio.host.client.runs.page({ filter: { group }, cursor, limit: PAGE });
      for (const run of page.runs) found.set(run.id, run);
      cursor = page.nextCursor;
    }
    this.runs = found;
  }

  #setPlans(plans: readonly AxisPlan[]): void {
    this.plans = plans;
    writeKept(PLAN_KEY, plans);
  }

  #settings(): RunSettings {
    const { seedLocked: _, count: __, ...settings } = this.#studio.draft;
    return { ...settings, strategy: this.#studio.strategy() as RunSettings['strategy'] };
  }
}

export const gridOf = perStudio((studio) => new GridState(studio));

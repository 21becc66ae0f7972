import { isProgram } from '../../../native-models/strategy/describe.ts';
import type { Grid, GridAxis, GridSummary, LabelledAxis } from '../../../preload/contract/grid.ts';
import { lacksStrategy } from '../../../preload/experiment/grid-cells.ts';
import { repeatsAmong } from '../../../preload/contract/repeats.ts';
import { identityOf } from '../../../preload/settings/identity.ts';
import { MAX_AXES, MAX_CELLS } from '../../../preload/contract/axes.ts';
import { countOf } from '../../../preload/experiment/place.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Run, RunCursor, Task } from '../../../preload/contract/task.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import { isActive } from '../../stores/task-board.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';
import { durationsFrom } from '../../work/durations.ts';
import { type Axis, axisOf, type AxisKind, type AxisSetup, type Context } from './axis-setup.ts';
import { neededRuns, settingsOf, submitted } from './layout.ts';
import { recall, remember } from '../../host/browser-memory.ts';
import { AXIS_KINDS, FIRST_SETUP, setupFor } from './first-setup.ts';
import { setupOfAxis } from './setup-of-axis.ts';
import { LATENT } from '../../work/sizes.ts';

/** A grid on screen: X across, Y down, Z one sheet under the other. */
export interface OpenGrid {
  readonly group: string;
  readonly settings: RunSettings;
  readonly axes: readonly LabelledAxis[];
  readonly cells: Grid['cells'];
}

const SETUP_KEY = 'heirloom.grid-plan';
/** The group of the grid that was open. */
const GROUP_KEY = 'heirloom.grid-group';
const PAGE = 500;

/** The grid being set up, and the one being made. Outlives the page. */
export class GridState {
  setups = $state.raw<readonly AxisSetup[]>(recall(SETUP_KEY) ?? FIRST_SETUP);
  grid = $state.raw<OpenGrid | null>(null);
  /** Grids of the history, the latest first; null until they were listed. */
  earlier = $state.raw<readonly GridSummary[] | null>(null);
  runs = $state.raw<ReadonlyMap<number, Run>>(new Map());
  problem = $state.raw<Problem | null>(null);
  submitting = $state(false);
  readonly #studio: Studio;
  readonly #asked = new Set<number>();

  readonly kinds: ReadonlySet<AxisKind> = $derived(new Set(this.setups.map(({ kind }) => kind)));
  readonly context: Context = $derived.by(() => ({
    kinds: this.kinds,
    unit: this.#studio.model?.scaleFactor ?? LATENT,
    architecture: this.#studio.architecture,
    composed: this.#studio.composition.current.mask,
    // A grid's axis sets a mask and a mode beside each other, and a program has neither.
    saved: this.#studio.saved.all.flatMap(({ strategy }) => (isProgram(strategy) ? [] : [strategy])),
    models: (this.#studio.models ?? []).filter(({ problem }) => problem === null),
  }));
  readonly axes: readonly Axis[] = $derived(this.setups.map((setup) => axisOf(setup, this.context)));
  readonly count = $derived(countOf(this.axes));
  /** Modes or semantics are to vary, and there is no strategy. */
  readonly nothingInherits = $derived.by(() => lacksStrategy(this.#studio.next.settings(), [...this.kinds]));
  readonly wrong = $derived(
    this.axes.length === 0 ||
      this.axes.some(({ problem }) => problem !== null) ||
      this.count > MAX_CELLS ||
      this.nothingInherits,
  );
  readonly cells: readonly RunSettings[] = $derived.by(() =>
    this.wrong ? [] : settingsOf(this.#studio.next.settings(), this.axes),
  );
  readonly #needed = $derived(neededRuns(this.cells));
  readonly pictures: readonly RunSettings[] = $derived(this.#needed.pictures);
  /** Full runs that have to be made for the comparison, and are on no cell. */
  readonly baselines: readonly RunSettings[] = $derived.by(() => {
    const known = new Set(this.#studio.records.recent.map(({ settings }) => identityOf(settings)));
    return this.#needed.baselines.filter((settings) => !known.has(identityOf(settings)));
  });
  readonly seconds: number | null = $derived.by(() => {
    const durations = durationsFrom(this.#studio.records.recent);
    return [...this.pictures, ...this.baselines].reduce<number | null>((sum, settings) => {
      const takes = durations(settings);
      return sum === null || takes === null ? null : sum + takes;
    }, 0);
  });
  readonly tasks: readonly (Task | null)[] = $derived.by(() => {
    const { tasks } = this.#studio.tasks.board;
    return this.grid?.cells.map(({ taskId }) => (taskId === null ? null : (tasks.get(taskId) ?? null))) ?? [];
  });
  /** Of the grid's own tasks and of the baselines made for it. */
  readonly group: readonly Task[] = $derived.by(() => {
    const open = this.grid?.group;
    return open ? [...this.#studio.tasks.board.tasks.values()].filter(({ group }) => group === open) : [];
  });
  readonly active: readonly number[] = $derived(this.group.filter(isActive).map(({ id }) => id));
  readonly failed: readonly number[] = $derived(
    this.group.filter(({ state }) => state === 'failed' || state === 'cancelled').map(({ id }) => id),
  );
  readonly ended = $derived(this.group.filter(({ runId }) => runId !== null).length);

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  /** The median over a cell's repeats in the grid; null where it is alone. */
  readonly medianOf = $derived.by(() =>
    repeatsAmong(this.grid?.cells.flatMap((_, index) => this.runOf(index) ?? []) ?? []),
  );

  /** The run of cell `index`, if it is made and in the history. */
  runOf(index: number): Run | null {
    const id = this.tasks[index]?.runId ?? this.grid?.cells[index]?.runId;
    return (id && this.runs.get(id)) || null;
  }

  replace(axis: number, setup: AxisSetup): void {
    this.#put(this.setups.with(axis, setup));
  }

  /** Each thing varies on one axis only. */
  free(): readonly AxisKind[] {
    return AXIS_KINDS.filter((kind) => !this.kinds.has(kind));
  }

  addAxis(): void {
    const [kind] = this.free();
    if (kind && this.setups.length < MAX_AXES) this.#put([...this.setups, this.freshSetup(kind)]);
  }

  removeAxis(axis: number): void {
    this.#put(this.setups.toSpliced(axis, 1));
  }

  /**
   * The axes of a grid that was made.
   * @param axes the slowest first, as the host has them.
   * @returns the way back to those that were there.
   */
  setUp(axes: readonly GridAxis[]): () => void {
    const before = this.setups;
    this.problem = null;
    this.#put(axes.toReversed().map(setupOfAxis));
    return () => this.#put(before);
  }

  freshSetup(kind: AxisKind): AxisSetup {
    return setupFor(kind, this.#studio.draft);
  }

  async submit(): Promise<void> {
    this.problem = null;
    this.submitting = true;
    try {
      const { client } = this.#studio.host;
      const { group, tasks } = await client.tasks.submitGrid({
        settings: this.#studio.next.settings(),
        axes: submitted(this.axes),
      });
      this.#studio.tasks.add(tasks);
      await this.open(group);
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.submitting = false;
    }
  }

  /** Any grid of the history, made whenever. */
  async open(group: string): Promise<void> {
    const { settings, axes, cells, tasks, runs } = await this.#studio.host.client.grids.get({ group });
    this.#studio.tasks.add(tasks);
    this.#asked.clear();
    for (const { id } of runs) this.#asked.add(id);
    this.runs = new Map(runs.map((run) => [run.id, run]));
    this.grid = { group, settings, axes: axes.toReversed(), cells };
    remember(GROUP_KEY, group);
  }

  cancel(): Promise<void> {
    return this.#studio.queue.cancelAll(this.group);
  }

  /** Everything that failed or was cancelled once more, baselines too. */
  async retry(): Promise<void> {
    for (const id of this.failed) await this.#studio.host.client.tasks.retry({ id });
  }

  async close(): Promise<void> {
    this.grid = null;
    this.runs = new Map();
    remember(GROUP_KEY, null);
    await this.list();
  }

  async list(): Promise<void> {
    this.earlier = await this.#studio.host.client.grids.list();
  }

  /** The grid of before a reload or a lost connection; one that is gone gives its place to the list. */
  async recall(): Promise<void> {
    const group = this.grid?.group ?? recall<string>(GROUP_KEY);
    await this.list();
    if (group && this.earlier!.some((each) => each.group === group)) await this.open(group);
    else if (group) remember(GROUP_KEY, null);
  }

  /** Whatever ended since. A baseline that came late changes what is known of the cells measured against it. */
  async readRuns(): Promise<void> {
    const missing = this.group.flatMap(({ runId }) => (runId && !this.#asked.has(runId) ? [runId] : []));
    if (missing.length === 0 || !this.grid) return;
    for (const id of missing) this.#asked.add(id);
    const { group } = this.grid;
    const found = new Map(this.runs);
    for (let cursor: RunCursor | null = null, more = true; more; more = cursor !== null) {
      const page = await this.#studio.host.client.runs.page({ filter: { group }, cursor, limit: PAGE });
      for (const run of page.runs) found.set(run.id, run);
      cursor = page.nextCursor;
    }
    if (this.grid?.group === group) this.runs = found;
  }

  #put(setups: readonly AxisSetup[]): void {
    this.setups = setups;
    remember(SETUP_KEY, setups);
  }
}

export const gridOf = perStudio((studio) => new GridState(studio));

import { FIRST_ORDER, RUN_ORDERS, type RunOrder } from '../../../preload/contract/run-orders.ts';
import type { Run, RunCursor, RunFilter } from '../../../preload/contract/task.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import { randomSeed } from '../../work/draft.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';
import {
  firstPage,
  type ListedRun,
  NO_RUNS,
  type RunList,
  withChanged,
  withFirst,
  withNextPage,
  withoutRuns,
  withRun,
} from './run-list.ts';
import { choose, type How, NOTHING, ONLY, type Selection, without } from './selection.ts';

export type HistoryView = 'gallery' | 'table';
export type Facets = Awaited<ReturnType<Studio['host']['client']['runs']['facets']>>;
type RunUpdate = Partial<Pick<Run, 'favourite' | 'note' | 'tags'>>;

const PAGE = 200;
const VIEW_KEY = 'heirloom.history-view';

/** What the history page shows. Outlives the page, so that coming back finds everything where it was left. */
export class HistoryState {
  list = $state.raw<RunList>(NO_RUNS);
  filter = $state.raw<RunFilter>({});
  facets = $state.raw<Facets>({ modelNames: [], strategyLabels: [], tags: [] });
  /** Of all that pass the filter, whether they are loaded or not. */
  selection = $state.raw<Selection>(NOTHING);
  /** The one selected run, with everything on record of it. */
  shown = $state.raw<Run | null>(null);
  loading = $state(false);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  #view = $state<HistoryView>(localStorage.getItem(VIEW_KEY) === 'table' ? 'table' : 'gallery');
  /** Where the list was scrolled to when the page was left. */
  scrollTop = 0;
  readonly order: readonly number[] = $derived(this.list.runs.map(({ id }) => id));
  readonly #studio: Studio;
  #asked = 0;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  get view(): HistoryView {
    return this.#view;
  }

  set view(view: HistoryView) {
    this.#view = view;
    localStorage.setItem(VIEW_KEY, view);
  }

  /** What the list is sorted by; a browser may remember one that there is not. */
  get sortedBy(): RunOrder {
    const remembered = this.#studio.preferences.values.runOrder;
    return RUN_ORDERS.find(({ value }) => value === remembered)?.value ?? FIRST_ORDER;
  }

  get #client() {
    return this.#studio.host.client.runs;
  }

  /** Several that are selected are let go: they may not be among those that are found. */
  find(filter: RunFilter): Promise<void> {
    this.filter = filter;
    if (this.selection.ids.size > 1) this.letGo();
    return this.#fromTop();
  }

  sortBy(runOrder: RunOrder): Promise<void> {
    this.#studio.prefer({ runOrder });
    return this.#fromTop();
  }

  /** The first anew, at the start and after each run that ends. */
  async refresh(): Promise<void> {
    await this.#load(null, (page) => withFirst(this.list, page));
    this.facets = await this.#client.facets();
  }

  async more(): Promise<void> {
    const { nextCursor } = this.list;
    // After a failure a person tries again, not the list itself.
    if (nextCursor !== null && !this.loading && !this.problem)
      await this.#load(nextCursor, (page) => withNextPage(this.list, page));
  }

  async choose(id: number, how: How = ONLY): Promise<void> {
    this.selection = choose(this.selection, this.order, id, how);
    await this.#showSelected();
  }

  /** All that pass the filter, also what was never scrolled to. */
  async chooseAll(): Promise<void> {
    const { filter, sortedBy: order } = this;
    const ids = await this.#client.ids({ filter, order });
    if (filter !== this.filter) return;
    this.selection = { ...this.selection, ids: new Set(ids) };
    await this.#showSelected();
  }

  letGo(): void {
    this.selection = { ...NOTHING, active: this.selection.active };
    this.shown = null;
  }

  async update(id: number, update: RunUpdate): Promise<void> {
    const run = await this.#client.update({ id, ...update });
    this.list = withRun(this.list, run);
    if (this.shown?.id === id) this.shown = run;
    if (update.tags) this.facets = await this.#client.facets();
  }

  /** @returns those that were not so before. */
  async setFavourite(ids: readonly number[], favourite: boolean): Promise<readonly number[]> {
    const { changed } = await this.#client.setFavourite({ ids: [...ids], favourite });
    this.#changed(changed, (run) => ({ ...run, favourite }));
    return changed;
  }

  /** @returns those that were not so before. */
  async setTag(ids: readonly number[], tag: string, tagged: boolean): Promise<readonly number[]> {
    const { changed } = await this.#client.setTag({ ids: [...ids], tag, tagged });
    this.#changed(changed, (run) => {
      const others = run.tags.filter((each) => each !== tag);
      return { ...run, tags: tagged ? [...others, tag].toSorted() : others };
    });
    this.facets = await this.#client.facets();
    return changed;
  }

  /** @returns what brings them back, where they were. */
  async trash(ids: ReadonlySet<number>): Promise<() => Promise<void>> {
    const { filter, list, selection } = this;
    await this.#remove(ids, () => this.#client.trash({ ids: [...ids] }));
    return async () => {
      await this.#client.restore({ ids: [...ids] });
      if (filter === this.filter) [this.list, this.selection] = [list, selection];
      await Promise.all([this.refresh(), this.#showSelected()]);
    };
  }

  restore(ids: ReadonlySet<number>): Promise<void> {
    return this.#remove(ids, () => this.#client.restore({ ids: [...ids] }));
  }

  async emptyTrash(): Promise<number> {
    const { removed } = await this.#client.emptyTrash();
    this.letGo();
    await this.find(this.filter);
    return removed;
  }

  /** The same once more with another seed, without touching what is set up now. */
  async duplicate({ settings }: Run): Promise<void> {
    const again = { ...settings, seed: randomSeed() };
    const { tasks } = await this.#studio.host.client.tasks.submit({ settings: again, count: 1, baseline: true });
    this.#studio.tasks.add(tasks);
  }

  #changed(changed: readonly number[], change: <R extends ListedRun>(run: R) => R): void {
    const ids = new Set(changed);
    this.list = withChanged(this.list, ids, change);
    if (this.shown && ids.has(this.shown.id)) this.shown = change(this.shown);
  }

  async #remove(ids: ReadonlySet<number>, ask: () => Promise<void>): Promise<void> {
    if (ids.size === 0) return;
    const at = this.order.findIndex((id) => ids.has(id));
    await ask();
    const loaded = new Set(this.order);
    this.list = withoutRuns(this.list, ids);
    this.selection = without(this.selection, ids);
    await this.#showSelected();
    if (!ids.isSubsetOf(loaded)) await this.refresh(); // for what is left of all, and how many
    // The keyboard goes on where it was.
    const next = this.order[Math.min(at, this.order.length - 1)];
    if (at >= 0 && next !== undefined) await this.choose(next);
  }

  async #showSelected(): Promise<void> {
    const [id, another] = this.selection.ids;
    if (id === undefined || another !== undefined) this.shown = null;
    else if (this.shown?.id !== id) {
      // At once what the list knows, so that a command never means the run before; its timings follow.
      const listed = this.list.runs.find((run) => run.id === id);
      this.shown = listed ? { ...listed, timings: [], warnings: [] } : null;
      const run = await this.#client.get({ id });
      if (this.selection.ids.size === 1 && this.selection.ids.has(id)) this.shown = run;
    }
  }

  #fromTop(): Promise<void> {
    this.scrollTop = 0;
    return this.#load(null, (page) => firstPage(page));
  }

  async #load(cursor: RunCursor | null, join: (page: Parameters<typeof firstPage>[0]) => RunList): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const page = await this.#client.page({ filter: this.filter, order: this.sortedBy, cursor, limit: PAGE });
      if (asked !== this.#asked) return;
      this.list = join(page);
      this.problem = null;
      this.loaded = true;
    } catch (error) {
      if (asked === this.#asked) this.problem = problemOf(error);
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }
}

export const historyOf = perStudio((studio) => new HistoryState(studio));

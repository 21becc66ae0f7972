import type { Run, RunFilter } from '../../../preload/contract/task.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import { randomSeed } from '../../work/draft.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';
import { firstPage, NO_RUNS, type RunList, withNewest, withNextPage, withoutRuns, withRun } from './run-list.ts';
import { choose, type How, NOTHING, ONLY, type Selection, within } from './selection.ts';

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

  get #client() {
    return this.#studio.host.client.runs;
  }

  find(filter: RunFilter): Promise<void> {
    this.filter = filter;
    this.scrollTop = 0;
    return this.#load(null, (page) => firstPage(page));
  }

  /** The newest anew, at the start and after each run that ends. */
  async refresh(): Promise<void> {
    await this.#load(null, (page) => withNewest(this.list, page));
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

  async chooseAll(): Promise<void> {
    this.selection = { ...this.selection, ids: new Set(this.order) };
    await this.#showSelected();
  }

  async update(id: number, update: RunUpdate): Promise<void> {
    const run = await this.#client.update({ id, ...update });
    this.list = withRun(this.list, run);
    if (this.shown?.id === id) this.shown = run;
    if (update.tags) this.facets = await this.#client.facets();
  }

  trash(ids: ReadonlySet<number>): Promise<void> {
    return this.#remove(ids, () => this.#client.trash({ ids: [...ids] }));
  }

  restore(ids: ReadonlySet<number>): Promise<void> {
    return this.#remove(ids, () => this.#client.restore({ ids: [...ids] }));
  }

  async emptyTrash(): Promise<number> {
    const { removed } = await this.#client.emptyTrash();
    await this.find(this.filter);
    await this.#keepSelection();
    return removed;
  }

  /** The same once more with another seed, without touching what is set up now. */
  async duplicate({ settings }: Run): Promise<void> {
    const again = { ...settings, seed: randomSeed() };
    const { tasks } = await this.#studio.host.client.tasks.submit({ settings: again, count: 1, baseline: true });
    this.#studio.tasks.add(tasks);
  }

  async #remove(ids: ReadonlySet<number>, ask: () => Promise<void>): Promise<void> {
    if (ids.size === 0) return;
    const at = this.order.findIndex((id) => ids.has(id));
    await ask();
    this.list = withoutRuns(this.list, ids);
    await this.#keepSelection();
    // The keyboard goes on where it was.
    const next = this.order[Math.min(at, this.order.length - 1)];
    if (at >= 0 && next !== undefined) await this.choose(next);
  }

  async #keepSelection(): Promise<void> {
    this.selection = within(this.selection, this.order);
    await this.#showSelected();
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

  async #load(cursor: number | null, join: (page: Parameters<typeof firstPage>[0]) => RunList): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const page = await this.#client.page({ filter: this.filter, cursor, limit: PAGE });
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

import type { Studio } from '../../stores/studio.svelte.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';
import { runsInWords } from '../../words/labels.ts';
import { type HistoryState, historyOf } from './history-state.svelte.ts';
import type { ListedRun } from './run-list.ts';

/** What opens over the bar of the selection. */
export type Panel = 'tag' | 'export' | 'compare';

/** What is done to all selected runs at once: asked for once, and taken back by what the message about it offers. */
export class EditSelection {
  /** Keys and the menu open it as well. */
  panel = $state<Panel | null>(null);
  readonly #studio: Studio;
  readonly #history: HistoryState;

  constructor(studio: Studio) {
    this.#studio = studio;
    this.#history = historyOf(studio);
  }

  /** In the order of the list; what is not loaded comes after it. */
  get ids(): readonly number[] {
    const { selection, order } = this.#history;
    const loaded = order.filter((id) => selection.ids.has(id));
    return [...loaded, ...selection.ids.difference(new Set(loaded))];
  }

  /** Those of them that the list has loaded. */
  get runs(): readonly ListedRun[] {
    return this.#history.list.runs.filter(({ id }) => this.#history.selection.ids.has(id));
  }

  /** After the menu that asked for it has closed, and given the focus back. */
  open(panel: Panel): void {
    setTimeout(() => (this.panel = panel));
  }

  get several(): boolean {
    return this.#history.selection.ids.size > 1;
  }

  /** Makes favourites of all, or of none where all of them are. */
  async toggleFavourite(): Promise<void> {
    const favourite = !this.runs.every((run) => run.favourite);
    const changed = await this.#history.setFavourite(this.ids, favourite);
    // One alone shows it.
    if (changed.length < 2) return;
    const is = favourite ? 'are favourites now' : 'are no longer favourites';
    this.#done(`${runsInWords(changed.length)} ${is}`, () => this.#history.setFavourite(changed, !favourite));
  }

  async setTag(tag: string, tagged: boolean): Promise<void> {
    const changed = await this.#history.setTag(this.ids, tag, tagged);
    const nothing = tagged ? 'All of them have this tag already' : 'None of them has this tag';
    if (changed.length === 0) return this.#studio.notices.done(nothing);
    const message = `#${tag} ${tagged ? 'on' : 'taken from'} ${runsInWords(changed.length)}`;
    this.#done(message, () => this.#history.setTag(changed, tag, !tagged));
  }

  async trash(): Promise<void> {
    const { ids } = this.#history.selection;
    const undo = await this.#history.trash(ids);
    this.#done(`${runsInWords(ids.size)} moved to the trash`, undo);
  }

  async putBack(): Promise<void> {
    const { ids } = this.#history.selection;
    await this.#history.restore(ids);
    this.#studio.notices.done(`${runsInWords(ids.size)} put back into the history`);
  }

  #done(message: string, undo: () => Promise<unknown>): void {
    const run = () => void undo().catch((error: unknown) => this.#studio.notices.problem(error));
    this.#studio.notices.say({ kind: 'done', message, action: { title: 'Undo', run } });
  }
}

export const editSelectionOf = perStudio((studio) => new EditSelection(studio));

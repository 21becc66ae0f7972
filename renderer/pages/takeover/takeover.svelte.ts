import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Studio } from '../../stores/studio.svelte.ts';
import { perStudio } from '../../stores/per-studio.svelte.ts';
import { type Present, restored } from '../../work/restore.ts';

/** Settings that were taken over into the composer, and the way back to those that were there. */
export class Takeover {
  /** What was taken over: `run 12`. */
  source = $state<string | null>(null);
  notes = $state.raw<readonly string[]>([]);
  #before: Present | null = null;
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  take(source: string, settings: Partial<RunSettings>): void {
    const { composition, models } = this.#studio;
    const before = { draft: this.#studio.draft, composition: composition.current };
    const { notes, ...next } = restored(settings, before, models ?? []);
    this.#before = before;
    this.source = source;
    this.notes = notes;
    this.#show(`Settings of ${source}`, next);
  }

  putBack(): void {
    if (this.#before) this.#show('Settings as they were', this.#before);
    this.#before = null;
    this.source = null;
    this.notes = [];
  }

  #show(title: string, { draft, composition }: Present): void {
    this.#studio.work.edit(title, { draft, composition });
  }
}

/** One for the whole window: the way back is there on whichever page it is wanted. */
export const takeoverOf = perStudio((studio) => new Takeover(studio));

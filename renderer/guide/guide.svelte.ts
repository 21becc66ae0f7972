import { untrack } from 'svelte';
import { perStudio } from '../stores/per-studio.svelte.ts';
import type { Studio } from '../stores/studio.svelte.ts';
import { type Before, before, GUIDE_STEPS } from './guide-steps.ts';

/** The guided first minute: which step it is at. It goes on by itself when a person does what the step shows. */
export class Guide {
  #index = $state<number | null>(null);
  #before: Before;
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
    this.#before = untrack(() => before(studio));
    $effect(() => {
      if (this.step?.done?.(studio, this.#before)) untrack(() => this.#goTo(this.#index! + 1));
    });
  }

  /** null while nobody is guided. */
  get step() {
    return this.#index === null ? null : GUIDE_STEPS[this.#index]!;
  }

  /** From 1. */
  get number(): number {
    return (this.#index ?? 0) + 1;
  }

  get isLast(): boolean {
    return this.number === GUIDE_STEPS.length;
  }

  /** Of the step, what is true now. */
  get places() {
    return this.step?.places.filter(({ when }) => when?.(this.#studio, this.#before) ?? true) ?? [];
  }

  /** The welcome is there: whoever has made nothing yet, and was not guided, is guided. */
  greet(): void {
    const { isFirstVisit, preferences } = this.#studio;
    if (isFirstVisit && !preferences.values.guided) untrack(() => this.#goTo(0));
  }

  /** The welcome is left: who has not begun by then has found a way of their own. */
  leave(): void {
    if (this.#index === 0) this.#index = null;
  }

  /** Again from the first step, where that can be done. */
  start(): void {
    this.#goTo(0);
    show(GUIDE_STEPS[0]!.page);
  }

  /** The next step, on its page; the last one ends it. */
  next(): void {
    if (this.#index === null) return;
    // A step that came by itself is shown where the person is: its page comes first.
    const { page } = GUIDE_STEPS[this.#index]!;
    if (this.#index > 0 && page && !location.hash.startsWith(`#/${page}`)) return show(page);
    this.#goTo(this.#index + 1);
    show(this.step?.page);
  }

  /** Done with, and remembered. */
  end(): void {
    this.#index = null;
    this.#studio.prefer({ guided: true });
  }

  #goTo(index: number): void {
    if (index >= GUIDE_STEPS.length) return this.end();
    this.#before = before(this.#studio);
    this.#index = index;
  }
}

function show(page: string | undefined): void {
  if (page && !location.hash.startsWith(`#/${page}`)) location.hash = `#/${page}`;
}

/** One for the whole window. */
export const guideOf = perStudio((studio) => new Guide(studio));

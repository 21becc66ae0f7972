import type { Composition } from './composition.ts';
import type { Edit } from './edits.ts';
import type { WorkStore } from './work-store.svelte.ts';

/** The composition on screen: of the work, what the composer edits; and what a gesture under way would make of it. */
export class CompositionStore {
  readonly #work: WorkStore;
  #preview: Composition | null = $state.raw(null);

  constructor(work: WorkStore) {
    this.#work = work;
  }

  get current(): Composition {
    return this.#work.current.composition;
  }

  /** With what a drag or a stroke under way would make of it: what pictures and numbers show. */
  get shown(): Composition {
    return this.#preview ?? this.current;
  }

  /** null when the gesture ends; nothing of it is remembered. */
  preview(composition: Composition | null): void {
    this.#preview = composition;
  }

  get undoTitle(): string | null {
    return this.#work.undoTitle;
  }

  get redoTitle(): string | null {
    return this.#work.redoTitle;
  }

  /** A change that gives the same object back changes nothing, and is not remembered. */
  edit({ title, change }: Edit): void {
    const composition = change(this.current);
    if (composition !== this.current) this.#work.edit(title, { ...this.#work.current, composition });
  }

  undo(): void {
    this.#work.undo();
  }

  redo(): void {
    this.#work.redo();
  }
}

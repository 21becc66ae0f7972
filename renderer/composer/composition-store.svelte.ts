import type { EditCommand } from '../commands/command.ts';
import type { Composition } from './composition.ts';
import { type EditHistory, record, redo, startHistory, undo } from './edit-history.ts';

const KEY = 'heirloom.composition';

/** The composition on screen with its undo. Survives a reload; its past does not. */
export class CompositionStore {
  #history: EditHistory<Composition>;
  #preview: Composition | null = $state.raw(null);

  constructor(first: Composition) {
    this.#history = $state.raw(startHistory(stored() ?? first));
  }

  get current(): Composition {
    return this.#history.present;
  }

  /** With what a drag or a stroke under way would make of it: what pictures and numbers show. */
  get shown(): Composition {
    return this.#preview ?? this.#history.present;
  }

  /** null when the gesture ends; nothing of it is remembered. */
  preview(composition: Composition | null): void {
    this.#preview = composition;
  }

  get undoTitle(): string | null {
    return this.#history.past.at(-1)?.title ?? null;
  }

  get redoTitle(): string | null {
    return this.#history.future[0]?.title ?? null;
  }

  edit({ title, change }: Pick<EditCommand, 'title' | 'change'>): void {
    this.#set(record(this.#history, title, change(this.current)));
  }

  undo(): void {
    this.#set(undo(this.#history));
  }

  redo(): void {
    this.#set(redo(this.#history));
  }

  /** Not an edit of a person's: the first composition of a model, or one adapted to another model's UNet. */
  adopt(composition: Composition): void {
    this.#set({ ...this.#history, present: composition });
  }

  #set(history: EditHistory<Composition>): void {
    this.#history = history;
    localStorage.setItem(KEY, JSON.stringify(history.present));
  }
}

function stored(): Composition | null {
  try {
    const { mask, mode, semantics, on } = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Composition;
    return Array.isArray(mask) && mode.kind ? { mask, mode, semantics, on } : null;
  } catch {
    // Nothing stored, or by a version that wrote it otherwise.
    return null;
  }
}

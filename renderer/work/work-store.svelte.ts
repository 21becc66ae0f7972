import { DEFAULT_PRECISION } from '../../native-models/strategy/precision.ts';
import { type Draft, keepingSeed, storeDraft } from './draft.ts';
import { recall, remember } from '../host/browser-memory.ts';
import type { Composition } from './composition.ts';
import { type EditHistory, extend, record, redo, startHistory, undo } from './edit-history.ts';

/** Everything that decides the next run, and that undo walks through: what is composed, and the header's settings. */
export interface Work {
  readonly composition: Composition;
  readonly draft: Draft;
}

/** The next run with its undo. Survives a reload; its past does not. */
export class WorkStore {
  #history: EditHistory<Work>;
  readonly #keep: (work: Work) => void;

  constructor(first: Work, keep: (work: Work) => void = keepWork) {
    this.#history = $state.raw(startHistory(first));
    this.#keep = keep;
  }

  get current(): Work {
    return this.#history.present;
  }

  get undoTitle(): string | null {
    return this.#history.past.at(-1)?.title ?? null;
  }

  get redoTitle(): string | null {
    return this.#history.future[0]?.title ?? null;
  }

  /** @param continued typing or sliding that goes on: one edit with what came right before it under the same title. */
  edit(title: string, work: Work, continued = false): void {
    this.#set((continued ? extend : record)(this.#history, title, work));
  }

  /** Not an edit of a person's: a seed that was drawn, the first model, a device that is there. */
  adopt(work: Work): void {
    this.#set({ ...this.#history, present: work });
  }

  undo(): void {
    this.#set(this.#withSeed(undo(this.#history)));
  }

  redo(): void {
    this.#set(this.#withSeed(redo(this.#history)));
  }

  #withSeed(history: EditHistory<Work>): EditHistory<Work> {
    const { present } = history;
    return { ...history, present: { ...present, draft: keepingSeed(present.draft, this.current.draft) } };
  }

  #set(history: EditHistory<Work>): void {
    this.#history = history;
    this.#keep(history.present);
  }
}

const KEY = 'heirloom.composition';

function keepWork({ composition, draft }: Work): void {
  remember(KEY, composition);
  storeDraft(draft);
}

/** The composition of the last visit; null at the first, and where a version stored it otherwise. */
export function storedComposition(): Composition | null {
  const stored = recall<Composition>(KEY);
  if (!stored) return null;
  const { mask, mode, semantics, switching = [], precision = DEFAULT_PRECISION, program = null, on } = stored;
  return Array.isArray(mask) && mode?.kind ? { mask, mode, semantics, switching, precision, program, on } : null;
}

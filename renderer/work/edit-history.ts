/** Undo and redo of any immutable state: each edit is remembered by what it did and by the state it left. */
export interface Remembered<T> {
  readonly title: string;
  /** Before it, for undo; after it, for redo. */
  readonly state: T;
}

export interface EditHistory<T> {
  readonly past: readonly Remembered<T>[];
  readonly present: T;
  readonly future: readonly Remembered<T>[];
}

/** More than a person walks back; a composition is small, so this bounds memory at some hundred kilobytes. */
const LIMIT = 200;

export function startHistory<T>(present: T): EditHistory<T> {
  return { past: [], present, future: [] };
}

/** An edit that changes nothing (the same object) is not remembered. */
export function record<T>(history: EditHistory<T>, title: string, next: T): EditHistory<T> {
  if (next === history.present) return history;
  return { past: [...history.past, { title, state: history.present }].slice(-LIMIT), present: next, future: [] };
}

/** Goes on with the edit that was just made under this title; otherwise a new one. */
export function extend<T>(history: EditHistory<T>, title: string, next: T): EditHistory<T> {
  const goesOn = history.past.at(-1)?.title === title && history.future.length === 0;
  return goesOn ? { ...history, present: next } : record(history, title, next);
}

export function undo<T>({ past, present, future }: EditHistory<T>): EditHistory<T> {
  const edit = past.at(-1);
  if (!edit) return { past, present, future };
  return { past: past.slice(0, -1), present: edit.state, future: [{ title: edit.title, state: present }, ...future] };
}

export function redo<T>({ past, present, future }: EditHistory<T>): EditHistory<T> {
  const [edit, ...later] = future;
  if (!edit) return { past, present, future };
  return { past: [...past, { title: edit.title, state: present }], present: edit.state, future: later };
}

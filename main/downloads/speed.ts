/** How fast it goes, over the last few seconds. */
const WINDOW_MS = 5000;
const SAMPLE_MS = 100;
/** Less says nothing. */
const LEAST_MS = 500;

/** Bytes per second over the last {@link WINDOW_MS}. Times are of `performance.now()`, in ms. */
export class Speed {
  #marks: { readonly at: number; readonly bytes: number }[] = [];

  /** @param bytes here by now, in all. */
  mark(bytes: number, at: number = performance.now()): void {
    const last = this.#marks.at(-1);
    if (last && bytes < last.bytes) this.#marks = []; // begun again
    else if (last && at - last.at < SAMPLE_MS) return;
    this.#marks = [...this.#marks.filter((mark) => at - mark.at < WINDOW_MS), { at, bytes }];
  }

  reset(): void {
    this.#marks = [];
  }

  /** null until there is something to go by. */
  perSecond(at: number = performance.now()): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (!first || !last || last.at - first.at < LEAST_MS) return null;
    return ((last.bytes - first.bytes) / (at - first.at)) * 1000;
  }
}

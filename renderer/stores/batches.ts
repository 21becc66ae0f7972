/** Hands values on in batches, in order: at once with one that is urgent, else when `everyMs` have passed since the first. */
export class Batches<T> {
  readonly #everyMs: number;
  readonly #onBatch: (values: readonly T[]) => void;
  #waiting: T[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(everyMs: number, onBatch: (values: readonly T[]) => void) {
    this.#everyMs = everyMs;
    this.#onBatch = onBatch;
  }

  push(value: T, urgent: boolean): void {
    this.#waiting.push(value);
    if (urgent) this.#hand();
    else this.#timer ??= setTimeout(() => this.#hand(), this.#everyMs);
  }

  #hand(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const values = this.#waiting;
    this.#waiting = [];
    this.#onBatch(values);
  }
}

/** Times a generation without those who watch it: it stands still while they look at what they are told. */
export class Clock {
  readonly #started = performance.now();
  #asideMs = 0;

  /** Work that is no part of the generation. */
  aside<T>(work: () => T): T {
    const from = performance.now();
    try {
      return work();
    } finally {
      this.#asideMs += performance.now() - from;
    }
  }

  get seconds(): number {
    return (performance.now() - this.#started - this.#asideMs) / 1000;
  }
}

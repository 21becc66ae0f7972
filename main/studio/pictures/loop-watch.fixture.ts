/** Watches how long the event loop is kept from its next turn. */

const EVERY_MS = 1;

/** From its making until it is stopped. */
export class LoopWatch {
  readonly #timer: NodeJS.Timeout;
  #last = now();
  #busyMs = 0;
  #silentMs = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  /** @returns the longest turn in the thread's own computing time, and by the clock; milliseconds. */
  stop(): { readonly busyMs: number; readonly silentMs: number } {
    this.#look();
    clearInterval(this.#timer);
    return { busyMs: this.#busyMs, silentMs: this.#silentMs };
  }

  #look(): void {
    const at = now();
    this.#busyMs = Math.max(this.#busyMs, at.computed - this.#last.computed);
    this.#silentMs = Math.max(this.#silentMs, at.clock - this.#last.clock - EVERY_MS);
    this.#last = at;
  }
}

/** Milliseconds that this thread has computed, and of the clock. */
function now() {
  const { user, system } = process.threadCpuUsage();
  return { computed: (user + system) / 1000, clock: performance.now() };
}

/** Something that changes, for readers who only want to know how it is now. */
import { setTimeout as wait } from 'node:timers/promises';

/** A bar that moves four times a second looks alive; more would only keep the reader busy. */
const REST_MS = 200;

/** A value's changes, not its values: readers are woken and look for themselves. */
export class Watched {
  #version = 0;
  #closed = false;
  #waiting = new Set<() => void>();

  tell(): void {
    this.#version += 1;
    this.#wake();
  }

  /** Every reader comes to an end. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** At once, then after each change; changes in quick succession are one. */
  async *follow(signal?: AbortSignal): AsyncGenerator<void, void, void> {
    const wake = () => this.#wake();
    signal?.addEventListener('abort', wake, { once: true });
    const left = () => signal?.aborted === true;
    try {
      for (let seen = -1; ;) {
        while (seen === this.#version && !this.#closed && !left()) {
          await new Promise<void>((resolve) => this.#waiting.add(resolve));
        }
        if (left() || (this.#closed && seen === this.#version)) return;
        seen = this.#version;
        yield;
        await wait(REST_MS, undefined, { ref: false });
      }
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

import type { Connection } from './host.ts';

/** A connection state that tells whoever listens. */
export class ConnectionSignal {
  #state: Connection = 'connecting';
  readonly #listeners = new Set<(connection: Connection) => void>();

  set(state: Connection): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  listen(listener: (connection: Connection) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }
}

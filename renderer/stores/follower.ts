const RETRY_MS = 1000;

/** Follows a stream of the host's for as long as the window is open. */
export class Follower {
  readonly #follow: (signal: AbortSignal) => Promise<void>;
  #following: AbortController | null = null;

  /** @param follow reads the stream until it ends or `signal` does. */
  constructor(follow: (signal: AbortSignal) => Promise<void>) {
    this.#follow = follow;
  }

  /** Until the connection ends; called again at each reconnection. */
  async watch(): Promise<void> {
    this.#following?.abort();
    const controller = new AbortController();
    this.#following = controller;
    await this.#follow(controller.signal);
    // A host that ends the stream of its own accord is asked again: it may have restarted its engine.
    if (!controller.signal.aborted) setTimeout(() => void this.watch().catch(() => {}), RETRY_MS);
  }
}

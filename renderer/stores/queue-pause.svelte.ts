import type { Host } from '../host/host.ts';

const RETRY_MS = 1000;

/** Whether the queue is paused, whoever paused it: another window may. */
export class QueuePause {
  #paused = $state(false);
  readonly #host: Host;
  #watching: AbortController | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  get paused(): boolean {
    return this.#paused;
  }

  async set(paused: boolean): Promise<void> {
    await this.#host.client.tasks.setPaused({ paused });
    this.#paused = paused;
  }

  /** Follows the host until the connection ends; called again at each reconnection. */
  async watch(): Promise<void> {
    this.#watching?.abort();
    const controller = new AbortController();
    this.#watching = controller;
    const { signal } = controller;
    for await (const paused of await this.#host.client.tasks.watchPaused(undefined, { signal })) this.#paused = paused;
    if (!signal.aborted) setTimeout(() => void this.watch().catch(() => {}), RETRY_MS);
  }
}

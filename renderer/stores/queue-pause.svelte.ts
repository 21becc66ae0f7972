import type { Host } from '../host/host.ts';
import { Follower } from './follower.ts';

/** Whether the queue is paused, whoever paused it: another window may. */
export class QueuePause {
  #paused = $state(false);
  readonly #host: Host;
  readonly #follower = new Follower((signal) => this.#follow(signal));

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

  watch(): Promise<void> {
    return this.#follower.watch();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for await (const paused of await this.#host.client.tasks.watchPaused(undefined, { signal })) this.#paused = paused;
  }
}

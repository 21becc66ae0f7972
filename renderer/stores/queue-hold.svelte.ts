import type { Host } from '../host/host.ts';
import type { Problem } from '../host/problem.ts';
import { Follower } from './follower.ts';

/** Why the queue waits with what it has made: nothing can be written. */
export class QueueHold {
  #problem = $state.raw<Problem | null>(null);
  readonly #host: Host;
  readonly #follower = new Follower((signal) => this.#follow(signal));

  constructor(host: Host) {
    this.#host = host;
  }

  /** null while the queue goes on. */
  get problem(): Problem | null {
    return this.#problem;
  }

  async tryAgain(): Promise<void> {
    await this.#host.client.tasks.tryAgain();
  }

  watch(): Promise<void> {
    return this.#follower.watch();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for await (const problem of await this.#host.client.tasks.watchHeld(undefined, { signal })) this.#problem = problem;
  }
}

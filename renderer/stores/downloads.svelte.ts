import type { Download } from '../../preload/contract/download.ts';
import type { Host } from '../host/host.ts';
import { Follower } from './follower.ts';

/** Downloads, live, whatever the page: they go on while a person is elsewhere. */
export class DownloadStore {
  #all = $state.raw<readonly Download[]>([]);
  readonly #host: Host;
  readonly #finished: (download: Download) => void;
  readonly #follower = new Follower((signal) => this.#follow(signal));

  /** @param finished told of each one that is done while this window watches. */
  constructor(host: Host, finished: (download: Download) => void) {
    this.#host = host;
    this.#finished = finished;
  }

  /** Those that are not done yet: what is done is a model. */
  get open(): readonly Download[] {
    return this.#all.filter(({ state }) => state !== 'done');
  }

  watch(): Promise<void> {
    return this.#follower.watch();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for await (const all of await this.#host.client.downloads.watch(undefined, { signal })) this.#take(all);
  }

  #take(all: readonly Download[]): void {
    const open = new Set(this.open.map(({ id }) => id));
    this.#all = all;
    for (const download of all) if (download.state === 'done' && open.has(download.id)) this.#finished(download);
  }
}

import type { Download } from '../../preload/contract/download.ts';
import type { Host } from '../host/host.ts';

const RETRY_MS = 1000;

/** Downloads, live, whatever the page: they go on while a person is elsewhere. */
export class DownloadStore {
  #all = $state.raw<readonly Download[]>([]);
  readonly #host: Host;
  readonly #finished: (download: Download) => void;
  #watching: AbortController | null = null;

  /** @param finished told of each one that is done while this window watches. */
  constructor(host: Host, finished: (download: Download) => void) {
    this.#host = host;
    this.#finished = finished;
  }

  /** Those that are not done yet: what is done is a model. */
  get open(): readonly Download[] {
    return this.#all.filter(({ state }) => state !== 'done');
  }

  /** Follows the host until the connection ends; called again at each reconnection. */
  async watch(): Promise<void> {
    this.#watching?.abort();
    const controller = new AbortController();
    this.#watching = controller;
    const { signal } = controller;
    for await (const all of await this.#host.client.downloads.watch(undefined, { signal })) this.#take(all);
    if (!signal.aborted) setTimeout(() => void this.watch().catch(() => {}), RETRY_MS);
  }

  #take(all: readonly Download[]): void {
    const open = new Set(this.open.map(({ id }) => id));
    this.#all = all;
    for (const download of all) if (download.state === 'done' && open.has(download.id)) this.#finished(download);
  }
}

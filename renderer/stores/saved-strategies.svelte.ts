import type { Strategy } from '../../native-models/strategy/strategy.ts';
import type { Host } from '../host/host.ts';

type SavedStrategy = Awaited<ReturnType<Host['client']['strategies']['list']>>[number];

/** The strategies that a person keeps under a name. */
export class SavedStrategies {
  all = $state.raw<readonly SavedStrategy[]>([]);
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    this.all = await this.#host.client.strategies.list();
  }

  /** One of the same name gives its place to it. */
  async save(strategy: Strategy): Promise<void> {
    const saved = await this.#host.client.strategies.save({
      strategy,
    });
    this.all = [...this.all.filter(({ id }) => id !== saved.id), saved];
  }

  async remove(id: number): Promise<void> {
    await this.#host.client.strategies.remove({ id });
    this.all = this.all.filter((saved) => saved.id !== id);
  }
}

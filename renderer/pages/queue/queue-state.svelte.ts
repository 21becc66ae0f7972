import type { Studio } from '../../stores/studio.svelte.ts';
import { durationsFrom } from '../../work/durations.ts';
import { beforeAt, inOrder, queueView } from './queue-view.ts';

/** The queue on screen, and what can be done to it. */
export class QueueState {
  /** What is dragged to another place. */
  dragged = $state<number | null>(null);
  readonly view = $derived.by(() => queueView(this.#studio.tasks.board, durationsFrom(this.#studio.records.recent)));
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  get #client() {
    return this.#studio.host.client.tasks;
  }

  /** Also what failed before this window was open. */
  load(): Promise<void> {
    return this.#told(async () =>
      this.#studio.tasks.add(await this.#client.list({ states: ['queued', 'running', 'failed'] })),
    );
  }

  cancel(ids: readonly number[]): Promise<void> {
    return this.#told(async () => {
      if (ids.length > 0) await this.#client.cancel({ ids: [...ids] });
    });
  }

  retry(ids: readonly number[]): Promise<void> {
    return this.#told(async () => {
      for (const id of ids) this.#studio.tasks.add([await this.#client.retry({ id })]);
    });
  }

  move(id: number, index: number): Promise<void> {
    return this.#told(async () => {
      const before = beforeAt(inOrder([...this.#studio.tasks.board.tasks.values()]), id, index);
      if (before === undefined) return;
      await this.#client.move({ ids: [id], before });
      // A place may have moved others too: their positions are the host's to say.
      this.#studio.tasks.add(await this.#client.list({ states: ['queued'] }));
    });
  }

  async #told(action: () => Promise<void>): Promise<void> {
    await action().catch((error: unknown) => this.#studio.notices.problem(error));
  }
}

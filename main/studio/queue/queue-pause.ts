import type { Dispatcher } from '../../compute/dispatcher.ts';
import type { StudioSettings } from '../../history/settings.ts';
import { Watched } from '../../base/watched.ts';

/** The name among the studio's settings. */
const KEY = 'queuePaused';

/** Whether the queue is paused: what runs goes on, and nothing else is begun. Kept: a restart begins nothing either. */
export class QueuePause {
  readonly #settings: StudioSettings;
  readonly #dispatcher: Dispatcher;
  readonly #changed = new Watched();

  /** @param dispatcher not started yet: nothing is to be begun before it is paused. */
  constructor(settings: StudioSettings, dispatcher: Dispatcher) {
    this.#settings = settings;
    this.#dispatcher = dispatcher;
    if (settings.all()[KEY] === true) dispatcher.pause();
  }

  set(paused: boolean): void {
    this.#settings.set({ [KEY]: paused || null });
    if (paused) this.#dispatcher.pause();
    else this.#dispatcher.resume();
    this.#changed.tell();
  }

  /** How it is now, and whenever that changes. */
  async *watch(signal?: AbortSignal): AsyncGenerator<boolean, void, void> {
    for await (const _ of this.#changed.follow(signal)) yield this.#dispatcher.paused;
  }

  close(): void {
    this.#changed.close();
  }
}

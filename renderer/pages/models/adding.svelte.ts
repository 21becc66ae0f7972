import { type Problem, problemOf } from '../../host/problem.ts';
import { droppedPaths, typedPath } from './dropped-paths.ts';
import type { Studio } from '../../stores/studio.svelte.ts';

/** Models on their way into the list, by path: typed, chosen, looked up or dropped. */
export class Adding {
  path = $state('');
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** Something is held over the page. */
  over = $state(false);
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  async add(path: string): Promise<void> {
    const { host, notices } = this.#studio;
    this.busy = true;
    this.problem = null;
    try {
      const { name } = await host.client.models.add({ path: typedPath(path) });
      await this.#studio.loadModels();
      notices.done(`${name} is in the list`);
      this.path = '';
    } catch (error) {
      this.path = path;
      this.problem = problemOf(error);
    } finally {
      this.busy = false;
    }
  }

  readonly dragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  };

  /** Also told when the pointer only enters something within the page. */
  readonly dragLeave = (event: DragEvent & { currentTarget: HTMLElement }): void => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) this.over = false;
  };

  readonly drop = (event: DragEvent): void => {
    this.over = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void this.#take(files);
  };

  async #take(files: readonly File[]): Promise<void> {
    const { desktop } = this.#studio.host;
    const found = droppedPaths(files, desktop && desktop.pathOf);
    if ('problem' in found) {
      this.problem = found.problem;
      return;
    }
    for (const path of found.paths) {
      await this.add(path);
      if (this.problem) return;
    }
  }
}

import { type Problem, problemOf } from '../../host/problem.ts';
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
      // Quotes come along when a path is copied from a file manager.
      const { name } = await host.client.models.add({ path: path.trim().replaceAll(/^"|"$/g, '') });
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
    const paths = desktop ? files.map((file) => desktop.pathOf(file)).filter(Boolean) : [];
    if (paths.length === 0) {
      this.problem = {
        message: `A browser does not tell where ${files[0]!.name} lies.`,
        advice: 'Type its path, as the machine that Heirloom runs on sees it, or look for it there with Browse.',
      };
      return;
    }
    for (const path of paths) {
      await this.add(path);
      if (this.problem) return;
    }
  }
}

import type { PromptStyle, RecentPrompt } from '../../../preload/contract/prompt.ts';
import { type Problem, problemOf } from '../../host/problem.ts';
import type { Studio } from '../../stores/studio.svelte.ts';

const SHOWN = 30;

/** Prompts of earlier runs, and styles, as the popup beside the prompt shows them. */
export class PromptLibrary {
  recent = $state.raw<readonly RecentPrompt[]>([]);
  styles = $state.raw<readonly PromptStyle[]>([]);
  problem = $state.raw<Problem | null>(null);
  readonly #client: Studio['host']['client'];
  #asked = 0;

  constructor({ host }: Pick<Studio, 'host'>) {
    this.#client = host.client;
  }

  async search(search: string): Promise<void> {
    const asked = ++this.#asked;
    await this.#try(async () => {
      const recent = await this.#client.prompts.recent({ search, limit: SHOWN });
      if (asked === this.#asked) this.recent = recent;
    });
  }

  async loadStyles(): Promise<void> {
    await this.#try(async () => void (this.styles = await this.#client.prompts.styles()));
  }

  /** @param was its name before; null: it is new. */
  async save(style: PromptStyle, was: string | null): Promise<void> {
    const question = { style, ...(was === null ? {} : { was }) };
    await this.#try(async () => void (this.styles = await this.#client.prompts.saveStyle(question)));
  }

  async remove(name: string): Promise<void> {
    await this.#try(async () => void (this.styles = await this.#client.prompts.removeStyle({ name })));
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    }
  }
}

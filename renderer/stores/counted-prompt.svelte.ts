import type { PromptCount } from '../../preload/contract/prompt.ts';
import type { PromptSyntax } from '../../native-models/vocabulary.ts';
import type { Host } from '../host/host.ts';

/** A text as it was counted. */
export interface Counted extends PromptCount {
  readonly text: string;
}

/** Long enough that a word is typed in between, short enough to seem at once. */
const PAUSE_MS = 150;

/** What the host counts of one prompt while it is typed. The last answer stays until the next is here. */
export class CountedPrompt {
  last = $state.raw<Counted | null>(null);
  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Counts a text after a pause, unless another is asked for within it. */
  ask(modelId: string, prompt: string, promptSyntax: PromptSyntax): void {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    const count = async () => {
      // A model that cannot be opened says so where it is chosen.
      const counted = await this.#host.client.prompts.count({ modelId, prompt, promptSyntax }).catch(() => null);
      if (asked === this.#asked) this.last = counted && { ...counted, text: prompt };
    };
    this.#timer = setTimeout(() => void count(), PAUSE_MS);
  }
}

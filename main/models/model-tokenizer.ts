/** The tokenizer of a model, apart from its networks. */
import { openCheckpoint } from '../../native-models/families/open.ts';
import type { ClipTokenizer } from '../../native-models/text-encoder/tokenizer.ts';

/** Keeps the last one: a vocabulary takes tens of megabytes, and half a second to read. */
export class ModelTokenizer {
  readonly #dataFolder: string;
  #kept: { readonly path: string; readonly tokenizer: Promise<ClipTokenizer> } | null = null;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /**
   * Of the checkpoint's first text encoder.
   * @throws CheckpointError where the checkpoint cannot be opened; it is tried anew the next time.
   */
  async of(path: string): Promise<ClipTokenizer> {
    if (this.#kept?.path === path) return await this.#kept.tokenizer;
    const kept = { path, tokenizer: this.#read(path) };
    this.#kept = kept;
    try {
      return await kept.tokenizer;
    } catch (error) {
      if (this.#kept === kept) this.#kept = null;
      throw error;
    }
  }

  async #read(path: string): Promise<ClipTokenizer> {
    const { textEncoders } = await openCheckpoint(path, { dataFolder: this.#dataFolder });
    const [first] = textEncoders.values();
    return await first!.tokenizer();
  }
}

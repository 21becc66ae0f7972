import { memoryBytes } from '../../native-models/runtime/memory.ts';
import type { Pipeline } from '../../native-models/sampling/pipeline.ts';

/**
 * Models kept open, least recently used first out, while the process is smaller than its budget. What a model takes is not
 * estimated: the process is measured (mapped weights count once they have been read).
 */
export class WarmModels {
  readonly #open: (model: string) => Promise<Pipeline>;
  readonly #budgetBytes: number;
  readonly #residentBytes: () => number;
  readonly #pipelines = new Map<string, Pipeline>();

  constructor(
    open: (model: string) => Promise<Pipeline>,
    budgetBytes: number,
    residentBytes: () => number = memoryBytes,
  ) {
    this.#open = open;
    this.#budgetBytes = budgetBytes;
    this.#residentBytes = residentBytes;
  }

  /** Least recently used first. */
  get models(): readonly string[] {
    return [...this.#pipelines.keys()];
  }

  async get(model: string): Promise<Pipeline> {
    const known = this.#pipelines.get(model);
    if (!known) await this.#trimTo(0); // the next one needs the room
    const pipeline = known ?? (await this.#open(model));
    this.#pipelines.delete(model);
    this.#pipelines.set(model, pipeline);
    return pipeline;
  }

  /** To be called when a model has been used, for that is when it takes its memory. The latest one stays. */
  async trim(): Promise<void> {
    await this.#trimTo(1);
  }

  async #trimTo(kept: number): Promise<void> {
    while (this.#pipelines.size > kept && this.#residentBytes() > this.#budgetBytes) {
      const [model, pipeline] = this.#pipelines.entries().next().value!;
      this.#pipelines.delete(model);
      await pipeline.dispose();
    }
  }
}

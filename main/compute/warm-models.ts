import type { FloatType } from '../../native-models/vocabulary.ts';
import { memoryBytes } from '../../native-models/runtime/memory.ts';
import type { Pipeline } from '../../native-models/sampling/pipeline.ts';

/**
 * Models kept open, least recently used first out, while the process is smaller than its budget. What a model takes is not
 * estimated: the process is measured (mapped weights count once they have been read).
 */
export class WarmModels {
  readonly #open: (model: string, devicePrecision: FloatType) => Promise<Pipeline>;
  readonly #budgetBytes: number;
  readonly #residentBytes: () => number;
  /** By model and device precision. */
  readonly #pipelines = new Map<string, { readonly model: string; readonly pipeline: Pipeline }>();

  constructor(
    open: (model: string, devicePrecision: FloatType) => Promise<Pipeline>,
    budgetBytes: number,
    residentBytes: () => number = memoryBytes,
  ) {
    this.#open = open;
    this.#budgetBytes = budgetBytes;
    this.#residentBytes = residentBytes;
  }

  /** Least recently used first. */
  get models(): readonly string[] {
    return [...new Set([...this.#pipelines.values()].map(({ model }) => model))];
  }

  async get(model: string, devicePrecision: FloatType = 'float32'): Promise<Pipeline> {
    const key = `${devicePrecision} ${model}`;
    const known = this.#pipelines.get(key);
    if (!known) await this.#trimTo(0); // the next one needs the room
    const warm = known ?? { model, pipeline: await this.#open(model, devicePrecision) };
    this.#pipelines.delete(key);
    this.#pipelines.set(key, warm);
    return warm.pipeline;
  }

  /** To be called when a model has been used, for that is when it takes its memory. The latest one stays. */
  async trim(): Promise<void> {
    await this.#trimTo(1);
  }

  async #trimTo(kept: number): Promise<void> {
    while (this.#pipelines.size > kept && this.#residentBytes() > this.#budgetBytes) {
      const [key, { pipeline }] = this.#pipelines.entries().next().value!;
      this.#pipelines.delete(key);
      await pipeline.dispose();
    }
  }
}

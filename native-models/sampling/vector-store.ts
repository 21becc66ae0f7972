import { linear } from '../solvers/linear.ts';
import type { Source } from '../strategy/strategy.ts';

/** One vector for each call that a later call reads, until the last of those has: guidance terms, outputs, inputs. */
export class VectorStore {
  readonly #lastReads: readonly (number | null)[];
  readonly #vectors = new Map<number, Float32Array>();

  /** @param lastReads by call: the last one that reads its vector; null where none does. */
  constructor(lastReads: readonly (number | null)[]) {
    this.#lastReads = lastReads;
  }

  /** Keeps a copy, since samplers reuse theirs; `vector` is not called where no later call reads it. */
  put(call: number, vector: () => Float32Array): void {
    if (this.#lastReads[call] !== null) this.#vectors.set(call, vector().slice());
  }

  /** Puts `vector` in the place of that of an earlier call. */
  replace(call: number, vector: Float32Array): void {
    if (this.#vectors.has(call)) this.#vectors.set(call, vector.slice());
  }

  /** @throws Error where `call` left none: a plan never asks for that. */
  at(call: number): Float32Array {
    const vector = this.#vectors.get(call);
    if (!vector) throw new Error(`vector store: call ${call} left none`);
    return vector;
  }

  sum(source: Source): Float32Array {
    return linear(...source.map(({ call, weight }) => [weight, this.at(call)] as const));
  }

  /** To be told that `call` is over. */
  finished(call: number): void {
    for (const from of this.#vectors.keys()) if (this.#lastReads[from]! <= call) this.#vectors.delete(from);
  }
}

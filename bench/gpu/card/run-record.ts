/** What a run has found so far, on disk after every change: a run that is cut off keeps what it has. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisMachine } from '../../machine.ts';
import type { GpuResults, Shape } from '../results.ts';
import { archived } from './places.ts';

type Lists = {
  [K in keyof GpuResults as GpuResults[K] extends readonly unknown[] ? K : never]: GpuResults[K];
};

export class RunRecord {
  readonly #file: string;
  #results: GpuResults;

  constructor(folder: string, shape: Shape) {
    this.#file = join(folder, 'gpu.json');
    const { commit } = JSON.parse(readFileSync(archived('origin'), 'utf8')) as { commit: string | null };
    this.#results = {
      date: new Date().toISOString().slice(0, 16),
      commit,
      shape,
      machine: thisMachine(),
      card: null,
      versions: {},
      vulkan: [],
      selfTests: [],
      measured: [],
      memory: [],
      agreement: [],
      kernels: [],
      missing: [],
      phases: [],
    };
  }

  get results(): GpuResults {
    return this.#results;
  }

  set(values: Partial<GpuResults>): void {
    this.#results = { ...this.#results, ...values };
    writeFileSync(`${this.#file}.part`, JSON.stringify(this.#results, null, 1));
    renameSync(`${this.#file}.part`, this.#file);
  }

  /** In the place of an entry that `same` finds, where there is one. */
  put<K extends keyof Lists>(
    list: K,
    entry: Lists[K][number],
    same: (other: Lists[K][number]) => boolean = () => false,
  ): void {
    const others = (this.#results[list] as readonly Lists[K][number][]).filter((other) => !same(other));
    this.set({ [list]: [...others, entry] } as Partial<GpuResults>);
  }
}

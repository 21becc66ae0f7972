import { Worker } from 'node:worker_threads';
import { memoryBytes } from './memory.ts';

/** Shorter work is not watched: its own notes have to do. */
const AFTER_MS = 2000;
/** A look at a process of 4 GiB takes 40 ms of a core. */
const EVERY_MS = 4000;

/** Looks at the process's proportional set size while its main thread computes; the first entry of `peak` is the most seen. */
const WATCH = `
  const { readFileSync } = require('node:fs');
  const { workerData: { peak, everyMs } } = require('node:worker_threads');
  const most = new Float64Array(peak);
  setInterval(() => {
    const found = /^Pss:\\s+(\\d+) kB$/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'));
    if (found) most[0] = Math.max(most[0], Number(found[1]) * 1024);
  }, everyMs);
`;

/**
 * The most memory that this process was seen to take. Activations are given back before the thread that computes could look, so
 * on Linux another thread looks every few seconds.
 */
export class PeakMemory {
  readonly #peak = new SharedArrayBuffer(8);
  readonly #start: NodeJS.Timeout;
  #worker: Worker | null = null;

  constructor() {
    this.#start = setTimeout(() => this.#watch(), AFTER_MS).unref();
  }

  /** Looks now. @returns the most seen so far, in bytes. */
  note(): number {
    const most = new Float64Array(this.#peak);
    most[0] = Math.max(most[0]!, memoryBytes());
    return most[0];
  }

  close(): void {
    clearTimeout(this.#start);
    void this.#worker?.terminate();
  }

  #watch(): void {
    if (process.platform !== 'linux') return;
    this.#worker = new Worker(WATCH, { eval: true, workerData: { peak: this.#peak, everyMs: EVERY_MS } });
    // A peak that cannot be watched is no reason to fail a run: what was noted stands.
    this.#worker.on('error', () => {}).unref();
  }
}

/** What the card holds, by nvidia-smi, which is asked ten times a second: of all programs together. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const EVERY_MS = 100;
const MIB = 2 ** 20;

export class CardMemory implements Disposable {
  readonly #process: ChildProcess;
  #now: number | null = null;
  #most = 0;

  constructor() {
    const query = ['--query-gpu=memory.used', '--format=csv,noheader,nounits', '-i', '0', '-lms', String(EVERY_MS)];
    this.#process = spawn('nvidia-smi', query, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process.on('error', () => {}); // no such card here: nothing is known of its memory
    createInterface(this.#process.stdout!).on('line', (line) => {
      this.#now = Number(line) * MIB;
      this.#most = Math.max(this.#most, this.#now);
    });
  }

  /** From now on. `most`: the most that was held, beyond what is held now; null where nobody tells. */
  watch(): { most(): Promise<number | null> } {
    const before = this.#now;
    this.#most = before ?? 0;
    return {
      most: async () => {
        await setTimeout(2 * EVERY_MS);
        return before === null ? null : this.#most - before;
      },
    };
  }

  [Symbol.dispose](): void {
    this.#process.kill();
  }
}

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** So long a turn lasts before others get theirs, in seconds: what runs then is finished first. */
const TURN_SECONDS = 120;

/** Turns with other heavy work on the machine, by `flock` on a file that they agree on. Without a file there is nothing to wait for. */
export class Turns {
  readonly #file: string | undefined;
  #release: (() => void) | null = null;
  #since = 0;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Before what is to be measured. Waits unless the turn is still ours. */
  async take(): Promise<void> {
    if (this.#file === undefined || this.#release) return;
    const holder = spawn('flock', [this.#file, '-c', 'echo taken; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const taken = await createInterface(holder.stdout)[Symbol.asyncIterator]().next();
    if (taken.done) throw new Error(`--lock ${this.#file}: flock could not take it`);
    this.#release = () => holder.stdin.end();
    this.#since = performance.now();
  }

  /** Where others may have their turn. */
  pass(): void {
    if (performance.now() - this.#since > TURN_SECONDS * 1000) this.end();
  }

  end(): void {
    this.#release?.();
    this.#release = null;
  }
}

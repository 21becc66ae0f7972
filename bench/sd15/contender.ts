/** One of those that are measured: a process of its own that lives long and does one unit of work when told. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** `do` names the work; the rest is what it takes. */
export type Request = Readonly<Record<string, unknown>> & { readonly do: string };

export interface Answer {
  /** Wall clock, measured by the process itself around the work. */
  readonly seconds: number;
  /** Of all its threads: what other programs take from it does not count. */
  readonly cpuSeconds: number;
}

export class Contender {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #last: string[] = [];
  readonly #ended: Promise<unknown>;

  /** @param priority nice value; on Linux for its whole session, where the system groups processes so. */
  constructor({ command, args, env = {} }: Command, priority: number) {
    this.#process = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      detached: true, // a session of its own, so that the priority is its own as well
    });
    this.#answers = createInterface(this.#process.stdout!)[Symbol.asyncIterator]();
    createInterface(this.#process.stderr!).on('line', (line) => {
      this.#last.push(line);
      if (this.#last.length > 5) this.#last.shift();
    });
    this.#process.on('error', (error) => this.#last.push(error.message));
    this.#ended = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.stdin!.on('error', () => {}); // it ended: its answer says so
    if (priority !== 0 && this.#process.pid !== undefined) raise(this.#process.pid, priority);
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** @throws with the process's own words when it cannot do that, or ended. */
  async ask(request: Request): Promise<Answer> {
    this.#process.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) await this.#ended;
    if (done)
      throw new Error(`it ended (${this.#process.signalCode ?? this.#process.exitCode}): ${this.#last.join(' | ')}`);
    const answer = JSON.parse(value as string) as Answer & { readonly error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  /** Proportional set size now, in bytes; null where the system does not tell (Linux does). */
  memoryBytes(): number | null {
    try {
      const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/smaps_rollup`, 'utf8'));
      return found ? Number(found[1]) * 1024 : null;
    } catch {
      return null;
    }
  }

  close(): void {
    this.#process.kill('SIGKILL');
  }
}

function raise(pid: number, priority: number): void {
  setPriority(pid, priority);
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(priority));
  } catch {
    // no such groups here: the process's own priority is all there is
  }
}

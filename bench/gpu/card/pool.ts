/** Those that are measured, each a process of its own that is started when it is first asked and ended when it fails. */
import { type Command, Contender, type Request } from '../../sd15/contender.ts';
import type { KernelTime, SelfTested } from '../results.ts';

export interface Answer {
  /** Seconds, one for each time that the work was done. */
  readonly samples?: readonly number[];
  readonly found?: NonNullable<SelfTested['found']>;
  readonly kernels?: readonly Omit<KernelTime, 'contender'>[];
}

export class Pool {
  readonly #commandOf: (id: string) => Command;
  readonly #running = new Map<string, Contender>();
  #until = Infinity;
  #patience = 1;

  /** @param commandOf is asked when a process is started. */
  constructor(commandOf: (id: string) => Command) {
    this.#commandOf = commandOf;
  }

  /** No answer is waited for beyond `until` (of `performance.now`). @param patience multiplies how long each is waited for. */
  limit(until: number, patience: number): void {
    this.#until = until;
    this.#patience = patience;
  }

  /** The process that would answer now: another one after a failure, which has nothing prepared. */
  process(id: string): Contender {
    const running = this.#running.get(id) ?? new Contender(this.#commandOf(id), 0);
    this.#running.set(id, running);
    return running;
  }

  /** @throws in its own words, or because it took too long; the process is then ended: a driver may be in any state. */
  async ask(id: string, request: Request, seconds: number): Promise<Answer> {
    const left = Math.min(seconds * this.#patience, (this.#until - performance.now()) / 1000);
    if (left <= 0) throw new Error('no time was left for it');
    const contender = this.process(id);
    const { promise: tooLong, reject } = Promise.withResolvers<never>();
    const late = () => reject(new Error(`no answer to "${request.do}" within ${Math.round(left)} s`));
    const timer = setTimeout(late, left * 1000);
    const answer: Promise<unknown> = contender.ask(request);
    answer.catch(() => {}); // where it comes too late
    try {
      return (await Promise.race([answer, tooLong])) as Answer;
    } catch (error) {
      this.close(id);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** What was started and asked, to be told beside a number. */
  commandOf(id: string, request: Request): string {
    const { command, args } = this.#commandOf(id);
    return `${[command, ...args].join(' ')} <<< ${JSON.stringify(request)}`;
  }

  close(id: string): void {
    this.#running.get(id)?.close();
    this.#running.delete(id);
  }

  closeAll(): void {
    for (const id of this.#running.keys()) this.close(id);
  }
}

import { failure } from '../../base/problem.ts';
import type { Child } from '../../processes/transport.ts';
import type { FromDecoder, ToDecoder } from './messages.ts';

/** What becomes of one picture; `lost`: its process ended over it, or had to be ended. */
export type Outcome =
  | Extract<FromDecoder, { readonly kind: 'done' | 'refused' }>
  | { readonly kind: 'lost'; readonly fault: string | null; readonly cause: Error };

/** A PNG of the largest picture, all of it noise, took 78 s on two busy cores. */
const MAKING_MS = 180_000;

/** One process of the decoder from start to end. It is asked one thing at a time. */
export class DecoderLife {
  readonly #child: Child<ToDecoder, FromDecoder>;
  readonly #timeoutMs: number;
  readonly #ready = Promise.withResolvers<void>();
  #settle: (outcome: Outcome) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;
  #ended: Error | null = null;

  /** @param timeoutMs until a picture is decoded; beyond, the process is killed. */
  constructor(child: Child<ToDecoder, FromDecoder>, timeoutMs: number) {
    this.#child = child;
    this.#timeoutMs = timeoutMs;
    this.#ready.promise.catch(() => {}); // told to whoever asks
    child.onMessage((message) => {
      if (message.kind === 'ready') this.#ready.resolve();
      else if (message.id !== this.#lastId) return;
      else if (message.kind === 'read') this.#allow(MAKING_MS);
      else this.#settle(message);
    });
    void this.#watchEnd();
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** @throws Problem where the process could not start at all, which is no picture's fault. */
  async ask(request: Omit<ToDecoder, 'id'>): Promise<Outcome> {
    await this.#ready.promise;
    const answer = Promise.withResolvers<Outcome>();
    this.#settle = answer.resolve;
    this.#lastId += 1;
    this.#allow(this.#timeoutMs);
    if (this.#ended) answer.resolve({ kind: 'lost', fault: null, cause: this.#ended });
    else this.#child.post({ ...request, id: this.#lastId });
    const outcome = await answer.promise;
    clearTimeout(this.#timer);
    if (outcome.kind === 'lost') await this.#child.gone;
    return outcome;
  }

  /** From now on, before the process is killed. */
  #allow(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const fault = `reading it took more than ${milliseconds / 1000} s`;
      this.#settle({ kind: 'lost', fault, cause: new Error(fault) });
      this.#child.kill();
    }, milliseconds);
  }

  keepsProgram(keeps: boolean): void {
    if (!this.#ended) this.#child.keepsProgram(keeps);
  }

  /** Kills the process and waits until it is gone. */
  async end(): Promise<void> {
    this.#child.kill();
    await this.#child.gone;
  }

  async #watchEnd(): Promise<void> {
    const { exitCode, signal, lastWords } = await this.#child.gone;
    const how = [signal ?? `exit code ${exitCode}`, lastWords].filter(Boolean).join(': ');
    this.#ended = new Error(`the process that reads pictures ended (${how})`);
    this.#ready.reject(
      failure(`The process that reads pictures could not be started (${how})`, 'Start Heirloom again.'),
    );
    this.#settle({ kind: 'lost', fault: null, cause: this.#ended });
  }
}

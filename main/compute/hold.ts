import { setTimeout as wait } from 'node:timers/promises';
import { StorageProblem } from '../base/storage-problem.ts';
import { Watched } from '../base/watched.ts';
import { EngineFailure, type Problem, problemOf } from './errors.ts';

/** A disk that is full for a moment costs a moment; one that stays full is asked twice a minute. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

export interface HoldOptions {
  readonly signal: AbortSignal;
  /** The errors to be held up by; left out: what a disk refuses. */
  readonly by?: (error: unknown) => boolean;
}

/**
 * Where the queue waits while nothing can be kept, instead of failing one task after the other: what is to be written is
 * held in memory and tried again, by itself and whenever somebody asks for it.
 */
export class Hold {
  readonly #onBegin: (error: unknown) => void;
  readonly #firstPauseMs: number;
  /** What waits, with the reason, the longest first. */
  readonly #waiting = new Map<symbol, Problem>();
  readonly #changed = new Watched();
  #again = new AbortController();

  /** @param onBegin told of each reason once, however often it is tried. */
  constructor(onBegin: (error: unknown) => void, firstPauseMs: number = FIRST_PAUSE_MS) {
    this.#onBegin = onBegin;
    this.#firstPauseMs = firstPauseMs;
  }

  /** Why the queue waits; null while it goes on. */
  get problem(): Problem | null {
    return this.#waiting.values().next().value ?? null;
  }

  /** The problem now, and whenever that changes. */
  async *watch(signal?: AbortSignal): AsyncGenerator<Problem | null, void, void> {
    for await (const _ of this.#changed.follow(signal)) yield this.problem;
  }

  /**
   * Does `work` again and again until the disk takes it.
   * @throws any other error, and any at all once `signal` is aborted.
   */
  async until<T>(work: () => Promise<T>, { signal, by = isRefusal }: HoldOptions): Promise<T> {
    const turn = Symbol('turn');
    try {
      for (let pause = this.#firstPauseMs; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
        try {
          return await work();
        } catch (error) {
          if (signal.aborted || !by(error)) throw error;
          this.#wait(turn, error);
        }
        await this.#pause(pause, signal);
        signal.throwIfAborted();
      }
    } finally {
      if (this.#waiting.delete(turn)) this.#changed.tell();
    }
  }

  /** Tries everything that waits at once. */
  tryAgain(): void {
    this.#again.abort();
    this.#again = new AbortController();
  }

  close(): void {
    this.#changed.close();
  }

  #wait(turn: symbol, error: unknown): void {
    const problem = problemOf(error);
    const known = this.#waiting.get(turn);
    this.#waiting.set(turn, problem);
    if (known?.message === problem.message) return;
    this.#onBegin(error);
    this.#changed.tell();
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await wait(ms, undefined, { signal: AbortSignal.any([signal, this.#again.signal]) }).catch(() => {});
  }
}

/** What a disk refuses, to us or to an engine, is no fault of the task. */
function isRefusal(error: unknown): boolean {
  return error instanceof StorageProblem || (error instanceof EngineFailure && error.byDisk);
}

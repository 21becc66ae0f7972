import { setTimeout as wait } from 'node:timers/promises';
import { EngineLife } from './engine-life.ts';
import type {
  EngineConfig,
  EngineEvent,
  EngineHealth,
  Input,
  Output,
  RequestKind,
  RequestMessage,
} from './messages.ts';
import { forkEngine, type StartEngine } from './start-engine.ts';

/** A denoiser call of a large picture takes this long on a slow machine; after it, cancelling does not ask any more. */
const GRACE_MS = 5000;

/** What a person may change while the program runs. */
export type EngineTuning = Pick<EngineConfig, 'threads' | 'memory' | 'memoryBudgetBytes'>;

export interface EngineOptions extends EngineConfig {
  readonly start?: StartEngine;
  readonly graceMs?: number;
  /** Asked before each request: an idle process that was started with anything else makes way for another. */
  readonly tuning?: () => EngineTuning;
}

export interface RequestOptions {
  readonly on?: ((event: EngineEvent) => void) | undefined;
  /** Asks the engine to stop between two calls, then kills it. The request rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * An engine in a process of its own, because a run blocks its thread and a driver may crash it. The process is started by
 * the first request and, when it died, by the next one. Every request settles: with its output, an EngineFailure (refused,
 * the engine lives), an EngineDied, or the reason it was cancelled for.
 */
export class Engine {
  readonly device: string;
  readonly #config: EngineConfig;
  readonly #start: StartEngine;
  readonly #graceMs: number;
  readonly #tuning: (() => EngineTuning) | undefined;
  readonly #lives = new Set<EngineLife>();
  #life: EngineLife | null = null;
  #lastId = 0;
  #disposed = false;

  constructor({ start = forkEngine, graceMs = GRACE_MS, tuning, ...config }: EngineOptions) {
    this.#tuning = tuning;
    this.device = config.device;
    this.#config = config;
    this.#start = start;
    this.#graceMs = graceMs;
  }

  /** null while there is no process. */
  get pid(): number | null {
    return this.#life?.pid ?? null;
  }

  async request<K extends RequestKind>(
    kind: K,
    input: Input<K>,
    { on = () => {}, signal }: RequestOptions = {},
  ): Promise<Output<K>> {
    signal?.throwIfAborted();
    const life = this.#living();
    const id = ++this.#lastId;
    let force: NodeJS.Timeout | undefined;
    const cancel = () => {
      life.cancel(id);
      force = setTimeout(() => this.#abandon(life), this.#graceMs);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      // `kind` and `input` belong together by their types, which a generic cannot show.
      return (await life.ask({ kind, id, input } as RequestMessage, on)) as Output<K>;
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      clearTimeout(force);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Of the process, if there is one and it answers in time: one that loads a model or is in a denoiser call does not. */
  async health(withinMs: number): Promise<EngineHealth | null> {
    const life = this.#life;
    if (!life || life.ended) return null;
    const answer = life.ask({ kind: 'ping', id: ++this.#lastId, input: null }, () => {}) as Promise<EngineHealth>;
    return await Promise.race([answer.catch(() => null), wait(withinMs, null, { ref: false })]);
  }

  /** Ends the process and waits until it is gone. What it was asked is rejected; so is whatever is asked from now on. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const life of this.#lives) life.kill();
    await Promise.all([...this.#lives].map(({ over }) => over));
  }

  #living(): EngineLife {
    if (this.#disposed) throw new Error(`The engine on ${this.device} has been closed`);
    const config = { ...this.#config, ...this.#tuning?.() };
    if (this.#life && !this.#life.ended) {
      if (!this.#life.idle || sameConfig(this.#life.config, config)) return this.#life;
      this.#abandon(this.#life);
    }
    const life = new EngineLife(this.#start(config), config);
    this.#life = life;
    this.#lives.add(life);
    void this.#forgetAtEnd(life);
    return life;
  }

  async #forgetAtEnd(life: EngineLife): Promise<void> {
    await life.over;
    this.#lives.delete(life);
    if (this.#life === life) this.#life = null;
  }

  /** From here on another process answers. */
  #abandon(life: EngineLife): void {
    if (this.#life === life) this.#life = null;
    life.kill();
  }
}

function sameConfig(a: EngineConfig, b: EngineConfig): boolean {
  return (Object.keys(b) as (keyof EngineConfig)[]).every((key) => a[key] === b[key]);
}

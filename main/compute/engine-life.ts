import { EngineDied, EngineFailure } from './errors.ts';
import type { EngineConfig, EngineEvent, FromEngine, Output, RequestKind, RequestMessage } from './messages.ts';
import type { EngineChild } from './start-engine.ts';

interface Pending {
  readonly resolve: (output: Output<RequestKind>) => void;
  readonly reject: (error: Error) => void;
  readonly on: (event: EngineEvent) => void;
}

/** One process of an engine from start to end. Its end settles everything that it was asked. */
export class EngineLife {
  readonly pid: number | undefined;
  /** What it was started with. */
  readonly config: EngineConfig;
  /** Fulfilled when it has ended and everything it was asked is settled. */
  readonly over: Promise<void>;
  readonly #child: EngineChild;
  readonly #pending = new Map<number, Pending>();
  #ended: EngineDied | null = null;

  constructor(child: EngineChild, config: EngineConfig) {
    this.config = config;
    this.pid = child.pid;
    this.#child = child;
    child.onMessage((message) => this.#receive(message));
    this.over = this.#settleAtEnd(config.device);
  }

  /** Nothing that it was asked waits for an answer. */
  get idle(): boolean {
    return this.#pending.size === 0;
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  ask(request: RequestMessage, on: (event: EngineEvent) => void): Promise<Output<RequestKind>> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject, on });
      this.#child.post(request);
    });
  }

  cancel(id: number): void {
    this.#child.post({ kind: 'cancel', id });
  }

  kill(): void {
    this.#child.kill();
  }

  async #settleAtEnd(device: string): Promise<void> {
    this.#ended = new EngineDied(device, await this.#child.gone);
    for (const { reject } of this.#pending.values()) reject(this.#ended);
    this.#pending.clear();
  }

  #receive(message: FromEngine): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (message.kind === 'event') return pending.on(message.event);
    this.#pending.delete(message.id);
    if (message.kind === 'result') pending.resolve(message.output);
    else pending.reject(new EngineFailure(message.problem, message.byDisk));
  }
}

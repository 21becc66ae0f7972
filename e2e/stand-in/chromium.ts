/** A Chromium of our own, and what is said to it over the DevTools protocol. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CHROMIUM_FLAGS, chromiumPath } from '../hosts/chromium.ts';

const CLOSE_MS = 3000;

type Parameters = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Parameters;
  readonly result?: never;
  readonly error?: { readonly message: string };
}

/** Emits the protocol's events as `<session> <method>`; the browser's own session is ''. */
export class Chromium extends EventEmitter {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, { resolve(result: never): void; reject(error: Error): void }>();
  #lastId = 0;

  private constructor(process: ChildProcess, profile: string, socket: WebSocket) {
    super();
    this.#process = process;
    this.#profile = profile;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data)) as Message));
    // It ends by itself with its last window, now and then before it has answered that it closed it.
    socket.addEventListener('close', () => this.#forsake());
  }

  static async start(): Promise<Chromium> {
    const profile = mkdtempSync(join(tmpdir(), 'heirloom-chromium-'));
    const flags = [...CHROMIUM_FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--no-startup-window'];
    const child = spawn(chromiumPath(), flags, { stdio: ['ignore', 'ignore', 'pipe'] });
    const socket = new WebSocket(await addressOf(child));
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new Chromium(child, profile, socket);
  }

  send<T>(method: string, params: Parameters = {}, sessionId?: string): Promise<T> {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error(`${method}: Chromium has ended`));
    const id = ++this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    return new Promise<T>((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  /** When it is done, nothing is left of it. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.send('Browser.close').catch(() => {});
      const force = setTimeout(() => this.#process.kill('SIGKILL'), CLOSE_MS);
      await ended;
      clearTimeout(force);
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  #forsake(): void {
    for (const { reject } of this.#answers.values()) reject(new Error('Chromium ended before it answered'));
    this.#answers.clear();
  }

  #receive({ id, sessionId = '', method, params, result, error }: Message): void {
    if (id === undefined) return void this.emit(`${sessionId} ${method}`, params);
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    if (error) answer?.reject(new Error(error.message));
    else answer?.resolve(result!);
  }
}

/** Its lines are passed on: whoever started us waits for this one as well. */
async function addressOf(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', () => reject(new Error('Chromium ended before it could be reached')));
    createInterface(child.stderr!).on('line', (line) => {
      const address = /^DevTools listening on (ws:.*)$/.exec(line)?.[1];
      if (!address) return;
      process.stderr.write(`${line}\n`);
      resolve(address);
    });
  });
}

/** Windows of the stand-in: pages of Chromium, with ipc and MessagePorts over a binding, and protocols over interception. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Chromium } from './chromium.ts';
import { fromWire, patternsOf, toWire } from './wire.ts';

/** Once in some hundred times Chromium neither closes a page nor says so; quitting then ends it all the same. */
const CLOSE_MS = 3000;

interface WindowOptions {
  readonly width: number;
  readonly height: number;
  readonly webPreferences: { readonly preload: string };
}

interface Hooks {
  created(contents: WebContents): void;
  allClosed(): void;
}

interface FromPage {
  readonly kind: 'ipc' | 'question' | 'port';
  readonly id: number;
  readonly channel: string;
  readonly data: readonly unknown[];
  readonly ports: readonly number[];
}

interface Paused {
  readonly requestId: string;
  readonly request: { readonly url: string };
}

type Handler = (request: Request) => Promise<Response>;
type Answer = (event: unknown, ...data: readonly unknown[]) => unknown;

const PAGE = readFileSync(new URL('./page.js', import.meta.url), 'utf8');

let chromium: Chromium;
let hooks: Hooks;
const windows = new Set<BrowserWindow>();
const protocols = new Map<string, Handler>();
const answers = new Map<string, Answer>();

export function useChromium(started: Chromium, told: Hooks): void {
  chromium = started;
  hooks = told;
}

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (scheme: string, handler: Handler) => void protocols.set(scheme, handler),
};

export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (channel: string, answer: Answer) => void answers.set(channel, answer),
});

export const webContents = {
  fromDevToolsTargetId: (target: string) =>
    [...windows].find((window) => window.webContents.target === target)?.webContents,
};

class MessagePortMain extends EventEmitter {
  readonly postMessage: (data: unknown) => void;
  readonly close: () => void;

  constructor(tell: (kind: 'port' | 'close', data?: unknown) => void) {
    super();
    this.postMessage = (data) => tell('port', data);
    this.close = () => tell('close');
  }
  start(): void {}
}

export class WebContents extends EventEmitter {
  target = '';
  readonly window: BrowserWindow;
  readonly #preload: string;
  readonly #ports = new Map<number, MessagePortMain>();
  #session = '';
  #url = 'about:blank';

  constructor(window: BrowserWindow, preload: string) {
    super();
    this.window = window;
    this.#preload = readFileSync(preload, 'utf8');
  }

  async open({ width, height }: WindowOptions): Promise<void> {
    const { targetId } = await chromium.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width,
      height,
    });
    this.target = targetId;
    const attached = await chromium.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    this.#session = attached.sessionId;
    this.#on('Runtime.bindingCalled', ({ payload }: { payload: string }) => void this.#receive(payload));
    this.#on('Fetch.requestPaused', (paused: Paused) => void this.#serve(paused));
    this.#on('Page.frameNavigated', ({ frame }: { frame: { url: string; parentId?: string } }) => {
      if (frame.parentId) return;
      this.#url = fromWire(frame.url);
      for (const port of this.#ports.values()) port.emit('close');
      this.#ports.clear();
    });
    this.#on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    this.#on('Page.loadEventFired', () => this.window.emit('ready-to-show'));
    await this.ask('Page.enable');
    await this.ask('Runtime.enable');
    await this.ask('Runtime.addBinding', { name: 'standInSend' });
    await this.ask('Fetch.enable', { patterns: patternsOf(protocols.keys()) });
    const source = PAGE.replace('/* PRELOAD */', () => this.#preload);
    await this.ask('Page.addScriptToEvaluateOnNewDocument', { source });
  }

  /** Electron's: a message to the page. */
  send(channel: string, ...data: readonly unknown[]): void {
    this.#tell({ kind: 'ipc', channel, data });
  }

  ask<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    return chromium.send<T>(method, params, this.#session);
  }

  getURL(): string {
    return this.#url;
  }
  setWindowOpenHandler(): void {}
  isDestroyed(): boolean {
    return this.window.isDestroyed();
  }
  close(): Promise<void> {
    return this.window.close();
  }

  #on<T>(method: string, listener: (params: T) => void): void {
    chromium.on(`${this.#session} ${method}`, listener);
  }

  async #receive(payload: string): Promise<void> {
    const { kind, id, channel, data, ports = [] } = JSON.parse(payload, unpacked) as FromPage;
    if (kind === 'port') return void this.#ports.get(id)?.emit('message', { data, ports: [] });
    const senderFrame = { url: this.#url, parent: null };
    const event = { sender: this, senderFrame, ports: ports.map((port) => this.#port(port)) };
    if (kind === 'ipc') return void ipcMain.emit(channel, event, ...data);
    try {
      this.#tell({ kind: 'answer', id, data: await answers.get(channel)?.(event, ...data) });
    } catch (error) {
      this.#tell({ kind: 'answer', id, error: String(error) });
    }
  }

  #port(id: number): MessagePortMain {
    const port = new MessagePortMain((kind, data) => this.#tell({ kind, id, data }));
    this.#ports.set(id, port);
    return port;
  }

  #tell(message: Readonly<Record<string, unknown>>): void {
    const text = JSON.stringify(JSON.stringify(message, packed));
    this.ask('Runtime.evaluate', { expression: `standInReceive(${text})` }).catch(() => {}); // the page is gone
  }

  async #serve({ requestId, request: { url } }: Paused): Promise<void> {
    const asked = fromWire(url);
    const response = await protocols.get(new URL(asked).protocol.slice(0, -1))!(new Request(asked));
    await this.ask('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({
        name,
        value: name === 'access-control-allow-origin' ? toWire(value) : value,
      })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    }).catch(() => {}); // nobody waits for it any more
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly #options: WindowOptions;
  readonly #opened: Promise<void>;
  #destroyed = false;

  constructor(options: WindowOptions) {
    super();
    this.#options = options;
    this.webContents = new WebContents(this, options.webPreferences.preload);
    windows.add(this);
    hooks.created(this.webContents);
    this.#opened = this.webContents.open(options);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static fromWebContents({ window }: WebContents): BrowserWindow {
    return window;
  }

  async loadURL(url: string): Promise<void> {
    await this.#opened;
    const { errorText } = await this.webContents.ask<{ errorText?: string }>('Page.navigate', {
      url: toWire(url),
    });
    if (errorText) throw new Error(`${url}: ${errorText}`);
  }
  async close(): Promise<void> {
    if (this.#destroyed) return;
    this.emit('close', { preventDefault() {} });
    this.#destroyed = true;
    windows.delete(this);
    const closing = chromium.send('Target.closeTarget', { targetId: this.webContents.target }).catch(() => {});
    await Promise.race([closing, delay(CLOSE_MS, undefined, { ref: false })]);
    this.emit('closed');
    if (windows.size === 0) hooks.allClosed();
  }
  getNormalBounds() {
    return { x: 0, y: 0, width: this.#options.width, height: this.#options.height };
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isMaximized(): boolean {
    return false;
  }
  isMinimized(): boolean {
    return false;
  }
  maximize(): void {}
  restore(): void {}
  focus(): void {}
  show(): void {}
}

/** JSON with bytes in it. */
function packed(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  return raw instanceof Uint8Array ? { base64: Buffer.from(raw).toString('base64') } : value;
}

function unpacked(_: string, value: unknown): unknown {
  const base64 = (value as { base64?: unknown } | null)?.base64;
  return typeof base64 === 'string' ? new Uint8Array(Buffer.from(base64, 'base64')) : value;
}

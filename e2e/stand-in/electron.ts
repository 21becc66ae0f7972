/** Stands for `electron` in the main process: as much of its API as the desktop uses, and no more. */
import { EventEmitter } from 'node:events';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Chromium } from './chromium.ts';
import { BrowserWindow, useChromium, webContents, type WebContents } from './window.ts';

export { BrowserWindow, webContents };
export { ipcMain, protocol } from './window.ts';

const UTILITY = fileURLToPath(new URL('./utility.ts', import.meta.url));

class Event {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

const { promise: readiness, resolve: ready } = Promise.withResolvers<void>();
let chromium: Chromium | null = null;
let quitting = false;

class App extends EventEmitter {
  readonly commandLine = { appendSwitch: () => {}, getSwitchValue: () => '', hasSwitch: () => false };
  readonly isPackaged = false;
  whenReady(): Promise<void> {
    return readiness;
  }
  setPath(): void {}
  requestSingleInstanceLock(): boolean {
    return true;
  }
  async quit(): Promise<void> {
    if (!quitting) this.emit('before-quit', new Event());
    quitting = true;
    await Promise.all(BrowserWindow.getAllWindows().map((window) => window.close()));
    const event = new Event();
    this.emit('will-quit', event);
    if (!event.defaultPrevented) await this.exit(0);
  }
  async exit(code: number): Promise<void> {
    this.emit('quit', new Event(), code);
    await chromium?.stop();
    process.exit(code);
  }
}

export const app = new App();

/** Called when the application's module has run, as Electron does. */
export async function becomeReady(): Promise<void> {
  chromium = await Chromium.start();
  useChromium(chromium, {
    created: (contents: WebContents) => app.emit('web-contents-created', new Event(), contents),
    allClosed: () => quitting || app.emit('window-all-closed'),
  });
  ready();
  app.emit('ready', new Event(), {});
}

export const utilityProcess = {
  fork(entry: string, argv: readonly string[]) {
    const child = fork(UTILITY, [entry, ...argv], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    });
    return Object.assign(child, { postMessage: (message: unknown) => void child.send(message as object, () => {}) });
  },
};

const SCREEN = { workArea: { x: 0, y: 0, width: 1440, height: 900 } };
export const screen = { getPrimaryDisplay: () => SCREEN, getAllDisplays: () => [SCREEN] };

export const dialog = {
  showErrorBox: (title: string, words: string) => void process.stderr.write(`${title}: ${words}\n`),
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
};

interface Item {
  readonly id?: string;
  readonly submenu?: readonly Item[];
}

export const Menu = {
  applicationMenu: null as unknown,
  buildFromTemplate: (items: readonly Item[]) => ({
    items,
    getMenuItemById: (id: string) =>
      items.flatMap(({ submenu = [] }) => submenu).find((item) => item.id === id) ?? null,
  }),
  setApplicationMenu: (menu: unknown) => void (Menu.applicationMenu = menu),
  getApplicationMenu: () => Menu.applicationMenu,
};

export const session = { defaultSession: { setPermissionRequestHandler() {}, setPermissionCheckHandler() {} } };
export const shell = { openPath: async () => '', showItemInFolder: (_path: string) => {} };
export const nativeImage = { createFromPath: (path: string) => ({ path, resize: () => ({ path }) }) };

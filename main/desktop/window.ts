import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, screen } from 'electron';
import { STUDIO_ADDRESS, troubleAddress } from './addresses.ts';
import type { Log } from './log.ts';
import { placeWindow, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

const PRELOAD = fileURLToPath(new URL('../../preload/index.cjs', import.meta.url));
/** The page's own, so that nothing flashes before it is there. */
const BACKGROUND = '#0f1216';

/** @param stateFile where the window's place is remembered. */
export function setupWindow(stateFile: string, log: Log): void {
  openWindow(stateFile, log);
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(stateFile, log);
  });
}

function openWindow(stateFile: string, log: Log): void {
  const state = readWindowState(stateFile);
  const [main, others] = [screen.getPrimaryDisplay(), screen.getAllDisplays()];
  const window = new BrowserWindow({
    ...placeWindow(
      state,
      [main, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Heirloom',
    backgroundColor: BACKGROUND,
    show: false,
    webPreferences: {
      preload: PRELOAD,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      // Its dictionaries would be downloaded.
      spellcheck: false,
    },
  });
  if (state?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => remember(window, stateFile, log));
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error(`The window's process is gone: ${reason} (${exitCode})`);
    load(window, troubleAddress(reason), log);
  });
  window.webContents.on('preload-error', (_, path, error) => log.error(`${path}: ${error.stack ?? error.message}`));
  load(window, STUDIO_ADDRESS, log);
}

function load(window: BrowserWindow, address: string, log: Log): void {
  window.loadURL(address).catch((error: unknown) => {
    if (!window.isDestroyed()) log.error(error); // a window that is closed while it loads is no failure
  });
}

function remember(window: BrowserWindow, file: string, log: Log): void {
  try {
    writeWindowState(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  } catch (error) {
    log.error(error);
  }
}

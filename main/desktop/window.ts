import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, screen } from 'electron';
import { PACKAGE_ROOT } from '../base/places.ts';
import { isTrouble, STUDIO_ADDRESS, troubleAddress } from './addresses.ts';
import type { Log } from './log.ts';
import { placeWindow, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

const PRELOAD = fileURLToPath(new URL('../../preload/index.cjs', import.meta.url));
/** For Linux, where a window brings its own; elsewhere it is in the program's file. */
const ICON = join(PACKAGE_ROOT, 'resources', 'icons', 'icon.png');
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
    ...(process.platform === 'linux' ? { icon: ICON } : {}),
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
  window.once('ready-to-show', () => {
    if (state?.maximized) window.maximize(); // which shows it as well
    else window.show();
  });
  window.on('close', () => remember(window, stateFile, log));
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const words = `The window's process is gone: ${reason} (${exitCode})`;
    // The page that says so broke as well: no further one would fare better.
    if (isTrouble(window.webContents.getURL())) return log.fatal(words);
    log.error(words);
    // Not from within the event: Electron may still be taking the old process down.
    setImmediate(() => load(window, troubleAddress(reason), log));
  });
  window.webContents.on('preload-error', (_, path, error) => log.error(`${path}: ${error.stack ?? error.message}`));
  load(window, STUDIO_ADDRESS, log);
}

function load(window: BrowserWindow, address: string, log: Log): void {
  if (window.isDestroyed()) return;
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

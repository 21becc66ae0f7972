import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { studioRouter } from '../core/studio/router.ts';
import { openStudio } from '../core/studio/studio.ts';
import { chooseDataFolder, prepareDataFolder, programPath } from '../history/data-folder.ts';
import { setupDialogs } from './dialogs.ts';
import { setupDragOut } from './drag-out.ts';
import { setupLog } from './log.ts';
import { setupMenu } from './menu.ts';
import { setupNavigation } from './navigation.ts';
import { setupPermissions } from './permissions.ts';
import { setupPort } from './port.ts';
import { announceSchemes, setupProtocols } from './protocols.ts';
import { setupQuit } from './quit.ts';
import { setupReveal } from './reveal.ts';
import { setupSingleInstance } from './single-instance.ts';
import { startUtilityEngine } from './utility-engine.ts';
import { setupWindow } from './window.ts';

/** Everything the desktop adds to the studio, in the order that Electron wants it. */
export function setupDesktop(): void {
  const folder = prepareDataFolder(chooseDataFolder(programPath(process.execPath)));
  const log = setupLog(folder.logs);
  // One data folder, and one program for each: Electron locks the folder that it keeps its own things in.
  const own = join(folder.path, 'desktop');
  mkdirSync(own, { recursive: true });
  app.setPath('userData', own);
  if (!setupSingleInstance()) return;
  announceSchemes();
  setupNavigation();
  app
    .whenReady()
    .then(() => open(folder, log), log.fatal)
    .catch(log.fatal);
}

function open(folder: ReturnType<typeof prepareDataFolder>, log: ReturnType<typeof setupLog>): void {
  const studio = openStudio({ dataFolder: folder.path, onError: log.error, startEngine: startUtilityEngine });
  setupQuit(studio, log);
  setupPermissions();
  setupProtocols({ pictureFile: studio.history.thumbnails.locate, logs: folder.logs });
  setupPort(studioRouter(studio, 'desktop'));
  setupDialogs();
  setupReveal(folder);
  setupDragOut(studio.history.pictures);
  setupMenu(folder);
  setupWindow(join(folder.path, 'desktop', 'window.json'), log);
}

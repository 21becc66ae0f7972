/** The desktop host: Electron starts here. Nothing may be awaited at the top: Electron is ready only after this module. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { problemOf } from './compute/errors.ts';
import { studioRouter } from './studio/router.ts';
import { openStudio } from './studio/studio.ts';
import { chooseDataFolder, type DataFolder, prepareDataFolder, programPath } from './history/files/data-folder.ts';
import { setupDialogs } from './desktop/dialogs.ts';
import { setupDragOut } from './desktop/drag-out.ts';
import { setupLog } from './desktop/log.ts';
import { setupMenu } from './desktop/menu.ts';
import { setupNavigation } from './desktop/navigation.ts';
import { setupPermissions } from './desktop/permissions.ts';
import { setupPort } from './desktop/port.ts';
import { announceSchemes, setupProtocols } from './desktop/protocols.ts';
import { setupQuit } from './desktop/quit.ts';
import { setupReveal, setupRevealPicture } from './desktop/reveal.ts';
import { setupSingleInstance } from './desktop/single-instance.ts';
import { startUtilityProcess } from './desktop/utility-process.ts';
import { setupWindow } from './desktop/window.ts';

/** As in electron-builder.yml. */
const APP_ID = 'app.heirloom.studio';
/** Below the data folder: what Electron itself keeps. */
const OWN = 'desktop';

/** Everything the desktop adds to the studio, in the order that Electron wants it. */
function setupDesktop(): void {
  const folder = preparedFolder();
  if (!folder) return;
  const log = setupLog(folder.logs);
  // One data folder, and one program for each: Electron locks the folder that it keeps its own things in.
  app.setPath('userData', join(folder.path, OWN));
  // So that Windows shows the window under the shortcut that the installer made.
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  if (!setupSingleInstance()) return;
  announceSchemes();
  setupNavigation();
  app
    .whenReady()
    .then(() => open(folder, log), log.fatal)
    .catch(log.fatal);
}

/** null where nothing can be written: there is no log yet either, so a dialog says it and the program ends. */
function preparedFolder(): DataFolder | null {
  try {
    const folder = prepareDataFolder(chooseDataFolder(programPath(process.execPath)));
    mkdirSync(join(folder.path, OWN), { recursive: true });
    return folder;
  } catch (error) {
    const { message, advice } = problemOf(error);
    dialog.showErrorBox('Heirloom cannot start', [message, advice].filter((each) => each !== null).join('\n\n'));
    app.exit(1);
    return null;
  }
}

function open(folder: DataFolder, log: ReturnType<typeof setupLog>): void {
  const studio = openStudio({ dataFolder: folder.path, onError: log.error, startProcess: startUtilityProcess });
  setupQuit(studio, log);
  setupPermissions();
  setupProtocols({ pictureFile: studio.history.thumbnails.locate, logs: folder.logs });
  setupPort(studioRouter(studio, 'desktop'));
  setupDialogs();
  setupReveal(folder);
  setupRevealPicture(studio.history.pictures);
  setupDragOut(studio.history.pictures, join(folder.cache, 'dragged'));
  setupMenu(folder);
  setupWindow(join(folder.path, OWN, 'window.json'), log);
}

setupDesktop();

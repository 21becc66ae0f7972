import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright';
import { PACKAGE_ROOT as root } from '../../main/base/places.ts';
import { chromiumPath } from './chromium.ts';
import type { OpenStudio } from './host.ts';

export interface OpenDesktop extends OpenStudio {
  /** Electron's main process. */
  readonly app: ElectronApplication;
}

/**
 * The built desktop as Playwright starts it: on the stand-in, or with HEIRLOOM_ELECTRON=1 on Electron itself.
 * @param application folder with its package.json.
 */
export async function openOnDesktop(dataFolder: string, application = root): Promise<OpenDesktop> {
  // Playwright looks for Electron's binary in its own environment, and passes the other one on.
  if (!process.env['HEIRLOOM_ELECTRON']) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = join(root, 'e2e', 'stand-in');
  const app = await _electron.launch({
    args: [application],
    cwd: root,
    env: {
      ...(process.env as Record<string, string>),
      HEIRLOOM_DATA: dataFolder,
      HEIRLOOM_NODE: process.execPath,
      HEIRLOOM_CHROMIUM: chromiumPath(),
    },
  });
  const page = await app.firstWindow();
  return { app, page, quit: () => app.close() };
}

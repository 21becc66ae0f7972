import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePath, root, run, step } from './setup.mjs';

/** A slow line gets it in this time; one that stands still is given up. */
const DOWNLOAD_MS = 15 * 60_000;
const folder = join(root, 'node_modules', 'electron');

/** Why the studio cannot open in a window of its own on this machine, in words; null when nothing speaks against it. */
export function whyNotHere(env = process.env, platform = process.platform, user = process.getuid?.()) {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (user === 0) return 'Electron does not run for root with its sandbox on';
  return null;
}

/**
 * Electron's program, downloaded by Electron's own installer when it is not there (ELECTRON_MIRROR, caches and proxies are as it
 * has them). null when it cannot be had: the installer has said why.
 */
export function electronBinary() {
  if (!installed()) {
    step('Downloading Electron (once; about 120 MB)');
    run(nodePath(), [join(folder, 'install.js')], { mayFail: true, shell: false, timeout: DOWNLOAD_MS });
  }
  return installed();
}

function installed() {
  const pathFile = join(folder, 'path.txt');
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : override ? 'electron' : null;
  if (name === null) return null;
  const binary = join(override ?? join(folder, 'dist'), name);
  return existsSync(binary) ? binary : null;
}

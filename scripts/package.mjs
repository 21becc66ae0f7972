// `npm run package`: the installers of this system, in out/. `-- --dir`: the program's folder only.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run, setUp, step, tool } from './setup.mjs';
import { makeElectronStub } from './electron-stub.mjs';

const args = process.argv.slice(2);
setUp();
step('Build');
run('npm', ['run', '-s', 'build']);

const electron = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? (await stubWhereNoneCanBeHad());
step('Pack');
tool('electron-builder', ['--publish', 'never', ...args, ...(electron ? [`-c.electronDist=${electron}`] : [])]);

/** null: electron-builder gets Electron itself. */
async function stubWhereNoneCanBeHad() {
  if (existsSync(join(root, 'node_modules', 'electron', 'dist')) || (await isReachable())) return null;
  if (!args.includes('--dir')) fail("Electron's binary cannot be had here, and an installer without it is none");
  step("Electron's binary cannot be had here: packing around a stub. What is packed can be looked at, not started");
  return makeElectronStub(join(root, 'build', 'electron-stub'));
}

async function isReachable() {
  const mirror = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/';
  const answer = await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(5000) }).catch(() => null);
  return answer?.ok ?? false;
}

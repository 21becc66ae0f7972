/** Where things are: the program's own files, the model that comes with it, the data folder. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Both `main/base` (from source) and `dist/main/base` (installed) lie below it. */
export const PACKAGE_ROOT = packageRootAbove(dirname(fileURLToPath(import.meta.url)));

/** Folder of the model that comes with Heirloom; an installation may lack it. */
export const EMBEDDED_MODEL = onDisk(join(PACKAGE_ROOT, 'resources', 'models', 'heirloom-emoji'));

/** What records say of who wrote them. */
export const PROGRAM = { name: 'heirloom', version: versionOf(PACKAGE_ROOT) } as const;

/** Native code cannot read in Electron's archive: what it needs is packed beside it, under the same path. */
export function onDisk(path: string): string {
  return path.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked');
}

/** Where weights converted for this machine and other rebuildable things are kept; `HEIRLOOM_DATA` moves it. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env['HEIRLOOM_DATA'] || (DATA_FOLDERS[process.platform] ?? linuxDataFolder)(env);
}

const DATA_FOLDERS: Readonly<Partial<Record<NodeJS.Platform, (env: NodeJS.ProcessEnv) => string>>> = {
  darwin: () => join(homedir(), 'Library', 'Application Support', 'Heirloom'),
  win32: (env) => join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Heirloom'),
};

function linuxDataFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'heirloom');
}

function packageRootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The installation is incomplete: no package.json above the program.');
  return packageRootAbove(parent);
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}

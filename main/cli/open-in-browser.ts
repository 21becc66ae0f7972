import { spawn } from 'node:child_process';

/** How each system opens a file with the program that its user chose. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, (path: string) => readonly [string, readonly string[]]>>> = {
  darwin: (path) => ['open', [path]],
  win32: (path) => ['cmd', ['/c', 'start', '""', path]],
  linux: (path) => ['xdg-open', [path]],
};

/** Whether somebody sits in front of this machine. */
export function hasScreen(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): boolean {
  if (env['CI'] || env['SSH_CONNECTION']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Opens `path` and does not wait. Where that fails the path has been printed anyway. */
export function openInBrowser(path: string): void {
  const opener = OPENERS[process.platform]?.(path);
  if (!opener) return;
  const child = spawn(opener[0], opener[1], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
}

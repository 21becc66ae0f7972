/** One life of the program: `heirloom serve` in a process group of its own, until it is killed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { PACKAGE_ROOT } from '../../main/base/places.ts';
import { killEngines } from '../../e2e/hosts/engines.ts';

/** Everything at once, as when the power goes; the program alone, as when memory is short; the engine alone. */
export const VICTIMS = ['all processes', 'the program', 'the engine'] as const;
export type Victim = (typeof VICTIMS)[number];

/** What is left behind notices that nobody is there any more. */
const ORPHANS_MS = 10_000;
const POLL_MS = 50;

/** @param ms from the start to the kill. @returns what went wrong, a line each. */
export async function liveUntilKilled(folder: string, victim: Victim, ms: number): Promise<string[]> {
  const server = serve(folder);
  const gone = once(server, 'exit');
  await Promise.race([wait(ms), gone]);
  if (server.exitCode !== null) return [`the program ended by itself, with ${server.exitCode}`];
  if (victim === 'the engine') {
    killEngines(folder);
    // The program goes on without it for a while, and is then killed as well.
    await Promise.race([wait(Math.random() * ms), gone]);
    if (server.exitCode !== null) return [`without its engine the program ended, with ${server.exitCode}`];
  }
  process.kill(victim === 'the program' ? server.pid! : -server.pid!, 'SIGKILL');
  await gone;
  return await orphansGone(server.pid!);
}

/** Until `isDone`. @throws where that takes too long. */
export async function liveUntilDone(folder: string, isDone: () => boolean): Promise<void> {
  const server = serve(folder);
  const gone = once(server, 'exit');
  while (!isDone() && server.exitCode === null) await wait(20 * POLL_MS);
  server.kill('SIGINT');
  await gone;
}

function serve(folder: string): ChildProcess {
  return spawn(process.execPath, ['dist/main/cli.js', 'serve', '--port', '0', '--data', folder, '--no-open'], {
    cwd: PACKAGE_ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
}

async function orphansGone(group: number): Promise<string[]> {
  const until = performance.now() + ORPHANS_MS;
  while (isAlive(group)) {
    if (performance.now() > until) {
      const lines = execFileSync('ps', ['-o', 'pid=,args=', '-g', String(group)], { encoding: 'utf8' });
      process.kill(-group, 'SIGKILL');
      return [`outlived the program: ${lines.trim()}`];
    }
    await wait(POLL_MS);
  }
  return [];
}

function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

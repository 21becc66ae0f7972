import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import type { Death } from '../compute/errors.ts';
import type { FromEngine } from '../compute/messages.ts';
import type { EngineChild, StartEngine } from '../compute/transport.ts';

const ENTRY = fileURLToPath(new URL('./engine-process.js', import.meta.url));
const KEPT_CHARACTERS = 2000;

/** Starts an engine in a process of Electron's: a packed program has no Node of its own to fork. */
export const startUtilityEngine: StartEngine = (config): EngineChild => {
  const child = utilityProcess.fork(ENTRY, [JSON.stringify(config)], {
    serviceName: `Heirloom engine on ${config.device}`,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-KEPT_CHARACTERS)));

  let killed = false;
  const gone = new Promise<Death>((resolve) => {
    child.once('exit', (exitCode) => {
      resolve({ exitCode: killed ? null : exitCode, signal: killed ? 'SIGKILL' : null, lastWords: words.trim() });
    });
  });
  const kill = () => {
    killed = true;
    // Not child.kill(): that asks, and a run that blocks its thread does not answer.
    if (child.pid !== undefined) killNow(child.pid);
  };
  child.once('spawn', () => killed && kill());

  return {
    get pid() {
      return child.pid;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    kill,
    gone,
  };
};

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it is gone already, which `gone` tells
  }
}

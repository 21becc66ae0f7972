import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import { HEAP_ENVIRONMENT } from '../../native-models/runtime/heap.ts';
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
    env: { ...process.env, ...HEAP_ENVIRONMENT },
  });
  let words = '';
  const hear = (text: string) => (words = (words + text).slice(-KEPT_CHARACTERS));
  child.stderr?.setEncoding('utf8').on('data', hear);
  // V8 gave up, of memory for instance. Nobody listening would make it an error of the whole program's; 'exit' follows.
  child.on('error', (type, location) => hear(`${type} in ${location}\n`));

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

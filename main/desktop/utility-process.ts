import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import type { Child, Death, Program } from '../processes/transport.ts';

const KEPT_CHARACTERS = 2000;

/** Starts a process of Electron's: a packed program has no Node of its own to fork. */
export function startUtilityProcess<To, From>({ name, entry, config, environment }: Program): Child<To, From> {
  const child = utilityProcess.fork(fileURLToPath(entry), [JSON.stringify(config)], {
    serviceName: name,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment },
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
    // Not child.kill(): that asks, and one that blocks its thread does not answer.
    if (child.pid !== undefined) killNow(child.pid);
  };
  child.once('spawn', () => killed && kill());

  return {
    get pid() {
      return child.pid;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message) => listener(message as From)),
    kill,
    keepsProgram: () => {}, // Electron stays open for its windows alone
    gone,
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it is gone already, which `gone` tells
  }
}

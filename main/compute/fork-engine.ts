import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HEAP_ENVIRONMENT } from '../../native-models/runtime/heap.ts';
import type { Death } from './errors.ts';
import type { FromEngine } from './messages.ts';
import type { EngineChild, StartEngine } from './transport.ts';

/** Beside this file: `.ts` from source (Node strips the types), `.js` once built. */
export const ENGINE_ENTRY = new URL(
  `./engine-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
);

const KEPT_LINES = 40;
const LAST_LINES = 5;
/** A pipe may outlive its process in a grandchild's hands; last words are not waited for any longer. */
const LAST_WORDS_MS = 200;

/** Starts an engine as a child of this process. @param entry the module that it runs. */
export function forkEngine(...[config, entry = ENGINE_ENTRY]: [...Parameters<StartEngine>, entry?: URL]): EngineChild {
  const child = fork(fileURLToPath(entry), [JSON.stringify(config)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...HEAP_ENVIRONMENT },
  });
  let lines: string[] = [];
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    lines = (lines.join('\n') + text).split('\n').slice(-KEPT_LINES);
  });
  // Without its channel it cannot be of use any more; and it must not be left behind.
  child.on('disconnect', () => child.kill('SIGKILL'));

  const ended = new Promise<Omit<Death, 'lastWords'>>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
    child.once('error', (error) => {
      lines.push(error.message); // it could not be started: no exit follows
      if (child.pid === undefined) resolve({ exitCode: null, signal: null });
    });
  });
  const closed = once(child, 'close').catch(() => {});
  const gone = ended.then(async (end) => {
    await Promise.race([closed, delay(LAST_WORDS_MS, undefined, { ref: false })]);
    return { ...end, lastWords: wordsAmong(lines) };
  });

  return {
    pid: child.pid,
    post: (message) => void child.send(message, () => {}), // a failed send means that it is gone, which `gone` tells
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromEngine)),
    kill: () => void child.kill('SIGKILL'),
    gone,
  };
}

/** Without the stack, which says nothing to a person. */
function wordsAmong(lines: readonly string[]): string {
  const words = lines.filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v|^[{}]/.test(line));
  return words.slice(-LAST_LINES).join('\n');
}

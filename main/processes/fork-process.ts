import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Child, Death, Program } from './transport.ts';

const KEPT_LINES = 40;
const LAST_LINES = 5;
/** A pipe may outlive its process in a grandchild's hands; last words are not waited for any longer. */
const LAST_WORDS_MS = 200;

/** Starts a process as a child of this one. */
export function forkProcess<To, From>({ entry, config, environment }: Program): Child<To, From> {
  const child = fork(fileURLToPath(entry), [JSON.stringify(config)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...environment },
  });
  const words = child.stderr!;
  let lines: string[] = [];
  words.setEncoding('utf8').on('data', (text: string) => {
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
    post: (message) => void child.send(message as object, () => {}), // a failed send means that it is gone, which `gone` tells
    onMessage: (listener) => void child.on('message', (message) => listener(message as From)),
    kill: () => void child.kill('SIGKILL'),
    keepsProgram: (keeps) => {
      // Its end, its messages and its last words: each would keep the program open.
      for (const each of [child, child.channel, ...(words instanceof Socket ? [words] : [])]) {
        if (keeps) each?.ref();
        else each?.unref();
      }
    },
    gone,
  };
}

/** Without the stack, which says nothing to a person. */
function wordsAmong(lines: readonly string[]): string {
  const words = lines.filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v|^[{}]/.test(line));
  return words.slice(-LAST_LINES).join('\n');
}

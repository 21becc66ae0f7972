import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { problemOf } from '../compute/errors.ts';

export interface Log {
  /** Something failed that the studio outlives. */
  error(error: unknown): void;
  /** The program cannot go on: said to the person, then it ends. */
  fatal(error: unknown): void;
}

/** `logs/desktop.log`. Written at once: after a crash there is no later. */
export function setupLog(folder: string): Log {
  const file = join(folder, 'desktop.log');
  const error = (thrown: unknown): void => {
    const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    try {
      appendFileSync(file, `${new Date().toISOString()} ${words}\n`);
    } catch {
      process.stderr.write(`${words}\n`); // the disk is full, or the folder gone
    }
  };
  let ending = false;
  const fatal = (thrown: unknown): void => {
    error(thrown);
    if (ending) return; // whatever fails on the way out is not said again
    ending = true;
    const { message, advice } = problemOf(thrown);
    const words = [message, advice, `The log is in ${file}`].filter((each) => each !== null);
    dialog.showErrorBox('Heirloom has to stop', words.join('\n\n'));
    app.exit(1);
  };
  // Whoever read it is gone. Unheard, that would be fatal, and saying so would fail in the same way, for ever.
  process.stderr.on('error', () => {});
  process.on('uncaughtException', fatal);
  process.on('unhandledRejection', error);
  return { error, fatal };
}

/** The program that started this process, in Electron as in Node. */
import type { Parent } from './transport.ts';

/** What the program said at the start. @see Program */
export function configOf<Config>(): Config {
  return JSON.parse(process.argv.at(-1)!) as Config;
}

/** The way to the program; when that is gone the listener is told, in Electron by the end of the process itself. */
export function parentOf<To, From>(): Parent<To, From> {
  // Electron's types have it always, Node has it never.
  const port: NodeJS.Process['parentPort'] | undefined = process.parentPort;
  if (port) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => void port.on('message', ({ data }) => listener(data as To)),
      onGone: () => {},
    };
  }
  // Ctrl+C in a terminal reaches the whole group: the program decides what becomes of its processes.
  process.on('SIGINT', () => {});
  return {
    post: (message) => void process.send?.(message, undefined, undefined, () => {}), // without a parent there is no one to tell
    onMessage: (listener) => void process.on('message', (message) => listener(message as To)),
    onGone: (listener) => void process.once('disconnect', listener),
  };
}

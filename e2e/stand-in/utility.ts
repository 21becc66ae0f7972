/** A utility process of the stand-in: `utility.ts <module> <arguments>`, with Electron's parentPort. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';

const port = new EventEmitter();
const parentPort = Object.assign(port, { postMessage: (message: unknown) => void process.send?.(message) });
process.on('message', (data) => port.emit('message', { data }));
process.once('disconnect', () => process.exit());
process.on('SIGINT', () => {});

Object.assign(process, { parentPort });
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]!).href);

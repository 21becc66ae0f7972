/** The module that an engine's process runs: `engine-process <config as JSON>`, with an IPC channel to its parent. */
import { EngineService } from './engine-service.ts';
import type { EngineConfig, ToEngine } from './messages.ts';
import type { EngineParent } from './transport.ts';

const parent: EngineParent = {
  post: (message) => void process.send?.(message, undefined, undefined, () => {}), // without a parent there is no one to tell
  onMessage: (listener) => void process.on('message', (message) => listener(message as ToEngine)),
  onGone: (listener) => void process.once('disconnect', listener),
};

// Ctrl+C in a terminal reaches the whole group: the program decides what becomes of its engines.
process.on('SIGINT', () => {});
parent.onGone(() => process.exit());

const service = new EngineService(JSON.parse(process.argv[2]!) as EngineConfig, (message) => parent.post(message));
parent.onMessage((message) => service.receive(message));

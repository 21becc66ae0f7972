/** The module that an engine's process runs on the desktop. It ends with the program: Electron sees to that. */
import type { ParentPort } from 'electron';
import { EngineService } from '../compute/engine-service.ts';
import type { EngineConfig, ToEngine } from '../compute/messages.ts';

const port: ParentPort = process.parentPort;
const service = new EngineService(JSON.parse(process.argv.at(-1)!) as EngineConfig, (message) =>
  port.postMessage(message),
);
port.on('message', ({ data }) => service.receive(data as ToEngine));

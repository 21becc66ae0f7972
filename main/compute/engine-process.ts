/** The module that an engine's process runs, in Node or in Electron: `engine-process <config as JSON>`. */
import { configOf, parentOf } from '../processes/parent.ts';
import { EngineService } from './engine-service.ts';
import type { EngineConfig, FromEngine, ToEngine } from './messages.ts';

const parent = parentOf<ToEngine, FromEngine>();
parent.onGone(() => process.exit());

const service = new EngineService(configOf<EngineConfig>(), (message) => parent.post(message));
parent.onMessage((message) => service.receive(message));

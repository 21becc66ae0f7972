/** An engine's process, started by whichever transport the host has. */
import { HEAP_ENVIRONMENT } from '../../native-models/runtime/heap.ts';
import { forkProcess } from '../processes/fork-process.ts';
import { type Child, entryBeside, type StartProcess } from '../processes/transport.ts';
import type { EngineConfig, FromEngine, ToEngine } from './messages.ts';

const ENTRY = entryBeside(import.meta.url, 'engine-process');

export type EngineChild = Child<ToEngine, FromEngine>;
export type StartEngine = (config: EngineConfig) => EngineChild;

/** Starts engines by `start`. @param entry the module that they run. */
export function enginesBy(start: StartProcess, entry: URL = ENTRY): StartEngine {
  return (config) =>
    start({ name: `Heirloom engine on ${config.device}`, entry, config, environment: HEAP_ENVIRONMENT });
}

/** Starts an engine as a child of this process. */
export const forkEngine: StartEngine = enginesBy(forkProcess);

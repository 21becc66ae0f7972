import type { DeviceId, MemoryUse } from '../../../native-models/runtime/device.ts';
import { Devices } from '../../compute/devices.ts';
import { Dispatcher } from '../../compute/dispatcher.ts';
import { Engine, type EngineOptions } from '../../compute/engine.ts';
import { TaskEventLog } from '../../compute/events.ts';
import { forkEngine } from '../../compute/fork-engine.ts';
import type { StartEngine } from '../../compute/transport.ts';
import { type History, openHistory } from '../../history/history.ts';
import { totalmem } from 'node:os';
import { jobSource } from './jobs.ts';
import { StudioModels } from './models.ts';

export interface StudioOptions {
  readonly dataFolder: string;
  readonly onError: (error: unknown) => void;
  /** 'fast' unless a host asks for less. */
  readonly memory?: MemoryUse;
  /** How a host starts an engine's process; left out: as a child of this one. */
  readonly startEngine?: StartEngine;
}

/** Everything behind the contract: what is remembered, what computes, and what is known of models and devices. */
export interface Studio {
  readonly history: History;
  readonly models: StudioModels;
  readonly devices: Devices;
  readonly events: TaskEventLog;
  readonly dispatcher: Dispatcher;
  /** Running tasks go back to the queue; no process and no file is left open. */
  close(): Promise<void>;
}

/** Models stay warm in half of the memory; the rest is for what they compute, and for the person's other programs. */
const WARM_SHARE = 0.5;

export function openStudio({ dataFolder, onError, memory = 'fast', startEngine = forkEngine }: StudioOptions): Studio {
  const history = openHistory(dataFolder);
  const models = new StudioModels(history.models, dataFolder);
  const config: Omit<EngineOptions, 'device'> = {
    start: startEngine,
    threads: 0,
    memory,
    dataFolder,
    memoryBudgetBytes: totalmem() * WARM_SHARE,
  };
  const events = new TaskEventLog();
  const dispatcher = new Dispatcher({
    store: history.tasks,
    events,
    source: jobSource(history, models),
    previews: () => history.settings.all()['previews'] !== false,
    onError,
    engineOf: (device) => new Engine({ ...config, device: device as DeviceId }),
  });
  dispatcher.start();
  return {
    history,
    models,
    devices: new Devices(config),
    events,
    dispatcher,
    async close() {
      await dispatcher.shutdown();
      history.close();
    },
  };
}

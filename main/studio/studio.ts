import { join } from 'node:path';
import type { DeviceId, MemoryUse } from '../../native-models/vocabulary.ts';
import { Devices } from '../compute/devices.ts';
import { Dispatcher } from '../compute/dispatcher.ts';
import { Engine, type EngineOptions } from '../compute/engine.ts';
import { TaskEventLog } from '../compute/events.ts';
import { enginesBy } from '../compute/start-engine.ts';
import { Downloads } from '../downloads/downloads.ts';
import { NetworkStore } from '../downloads/network-settings.ts';
import { type History, openHistory } from '../history/history.ts';
import { ModelTokenizer } from '../models/model-tokenizer.ts';
import { Tuning } from './engines/engine-tuning.ts';
import { StudioModels } from './models/models.ts';
import { QueuePause } from './queue/queue-pause.ts';
import { decoder } from '../pictures/decoder/decoder.ts';
import { forkProcess } from '../processes/fork-process.ts';
import type { StartProcess } from '../processes/transport.ts';
import { Uploads } from './pictures/uploads.ts';
import { workOf } from './work/work.ts';

export interface StudioOptions {
  readonly dataFolder: string;
  readonly onError: (error: unknown) => void;
  /** 'fast' unless a host asks for less. */
  readonly memory?: MemoryUse;
  /** How a host starts a process; left out: as a child of this one. */
  readonly startProcess?: StartProcess;
}

/** Everything behind the contract: what is remembered, what computes, and what is known of models and devices. */
export interface Studio {
  readonly history: History;
  readonly models: StudioModels;
  readonly tokenizer: ModelTokenizer;
  readonly devices: Devices;
  readonly tuning: Tuning;
  readonly network: NetworkStore;
  readonly downloads: Downloads;
  readonly events: TaskEventLog;
  readonly dispatcher: Dispatcher;
  readonly pause: QueuePause;
  /** Pictures on their way from a page. */
  readonly uploads: Uploads;
  /** Running tasks and downloads go back to their queues; no process and no file is left open. */
  close(): Promise<void>;
}

export function openStudio(options: StudioOptions): Studio {
  const { dataFolder, onError, memory = 'fast', startProcess = forkProcess } = options;
  const history = openHistory(dataFolder);
  decoder.startBy(startProcess);
  const models = new StudioModels(history.models, history.folder);
  const network = new NetworkStore(dataFolder);
  network.moveToken().catch(onError);
  const downloads = new Downloads({ models: history.folder.models, network: () => network.values(), onError });
  const tuning = new Tuning(history.settings, memory);
  const config: Omit<EngineOptions, 'device'> = { start: enginesBy(startProcess), dataFolder, ...tuning.present };
  const events = new TaskEventLog();
  const dispatcher = new Dispatcher({
    store: history.queue,
    events,
    work: workOf({ history, models }),
    previews: () => wantsPreviews(history.settings.all()),
    onError,
    engineOf: (device) => new Engine({ ...config, device: device as DeviceId, tuning: () => tuning.present }),
  });
  const uploads = new Uploads(join(history.folder.cache, 'uploads'));
  const pause = new QueuePause(history.settings, dispatcher);
  dispatcher.start();
  return {
    history,
    models,
    tokenizer: new ModelTokenizer(dataFolder),
    devices: new Devices(config, (device) => tuning.precisionOf(device)),
    tuning,
    network,
    downloads,
    events,
    dispatcher,
    pause,
    uploads,
    async close() {
      pause.close();
      await Promise.all([dispatcher.shutdown(), downloads.close(), decoder.rest()]);
      history.close();
    },
  };
}

/** The page's own preference, as it keeps it (renderer/stores/preferences.svelte.ts): drawing them takes time. */
function wantsPreviews({ studio }: Readonly<Record<string, unknown>>): boolean {
  return (studio as { readonly livePreview?: unknown } | undefined)?.livePreview !== false;
}

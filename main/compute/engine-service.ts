import type { FloatType } from '../../native-models/vocabulary.ts';
import { DiskError } from '../../native-models/errors.ts';
import { memoryBytes } from '../../native-models/runtime/memory.ts';
import { availableDevices } from '../../native-models/runtime/device.ts';
import { calibrate } from '../../native-models/sampling/calibrate.ts';
import type { GenerationEvent } from '../../native-models/sampling/generation.ts';
import { openPipeline, type PipelineOptions } from '../../native-models/sampling/pipeline.ts';
import { tileInWords } from '../runs/run-event.ts';
import { testDevice } from './device-facts.ts';
import { problemOf } from './errors.ts';
import type { LivePreview } from './live-preview.ts';
import type { EngineConfig, EngineEvent, FromEngine, Input, Output, RequestKind, ToEngine } from './messages.ts';
import { WarmModels } from './warm-models.ts';

/** The request at work: where its events go, and how it is stopped. */
interface Answering {
  readonly emit: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

type Handlers = { [K in RequestKind]: (input: Input<K>, answering: Answering) => Promise<Output<K>> };

/** What an engine's process does: answers requests one after the other, pings and cancellations in between. */
export class EngineService {
  readonly #config: EngineConfig;
  readonly #post: (message: FromEngine) => void;
  readonly #models: WarmModels;
  readonly #aborts = new Map<number, AbortController>();
  /** By model: made when first asked for, better with every picture. */
  readonly #previews = new Map<string, LivePreview>();
  #turn: Promise<void> = Promise.resolve();
  #answering: Answering | null = null;

  constructor(config: EngineConfig, post: (message: FromEngine) => void) {
    this.#config = config;
    this.#post = post;
    const open = (model: string, precision: FloatType) => openPipeline(model, this.#openOptions(precision));
    this.#models = new WarmModels(open, config.memoryBudgetBytes);
  }

  receive(message: ToEngine): void {
    if (message.kind === 'cancel') {
      this.#aborts.get(message.id)?.abort();
      return;
    }
    const abort = new AbortController();
    this.#aborts.set(message.id, abort);
    const answer = () => this.#answer(message, abort.signal);
    if (message.kind === 'ping') void answer();
    else this.#turn = this.#turn.then(answer);
  }

  async #answer({ kind, id, input }: Exclude<ToEngine, { kind: 'cancel' }>, signal: AbortSignal): Promise<void> {
    const emit = (event: EngineEvent) => this.#post({ kind: 'event', id, event });
    const handle = this.#handlers[kind] as (input: unknown, answering: Answering) => Promise<Output<RequestKind>>;
    try {
      signal.throwIfAborted();
      this.#post({ kind: 'result', id, output: await handle(input, { emit, signal }) });
    } catch (error) {
      this.#post({ kind: 'failed', id, problem: problemOf(error), byDisk: error instanceof DiskError });
    } finally {
      this.#aborts.delete(id);
    }
  }

  readonly #handlers: Handlers = {
    open: async ({ model, devicePrecision }, answering) =>
      (await this.#pipeline(model, devicePrecision, answering)).model,
    generate: async ({ model, devicePrecision, request, previews }, answering) => {
      const pipeline = await this.#pipeline(model, devicePrecision, answering);
      const preview = previews ? await this.#previewOf(model) : null;
      const watch = preview?.watch(request, pipeline.model.scaleFactor, answering.emit);
      const on = (event: GenerationEvent) => {
        const told = eventOf(event);
        if (told) answering.emit(told);
        watch?.see(event);
      };
      try {
        const result = await pipeline.generate(request, on, answering.signal);
        watch?.learn(result.images[0]!);
        return { ...result, model: pipeline.model };
      } finally {
        await this.#models.trim();
      }
    },
    calibrate: async ({ model, devicePrecision: precision = 'float32', request }, answering) => {
      const on = (event: GenerationEvent) => {
        const told = eventOf(event);
        if (told) answering.emit(told);
      };
      const options = { ...this.#config, precision, onProgress: progressOf(answering.emit), signal: answering.signal };
      return await calibrate(model, request, options, on);
    },
    'list-devices': async () => availableDevices(),
    'test-device': async ({ devicePrecision }) => testDevice(this.#config.device, devicePrecision),
    ping: async () => ({ residentBytes: memoryBytes(), warm: this.#models.models }),
  };

  async #pipeline(model: string, devicePrecision: FloatType | undefined, answering: Answering) {
    this.#answering = answering;
    return await this.#models.get(model, devicePrecision);
  }

  /**
   * A pipeline stays open longer than the request it was opened for, and opens other UNets later: progress and
   * cancellation are always those of the request at work.
   */
  #openOptions(precision: FloatType): PipelineOptions {
    const present = () => this.#answering;
    return {
      device: this.#config.device,
      threads: this.#config.threads,
      memory: this.#config.memory,
      precision,
      dataFolder: this.#config.dataFolder,
      get onProgress() {
        const answering = present();
        return answering ? progressOf(answering.emit) : undefined;
      },
      get signal() {
        return present()?.signal;
      },
    };
  }

  /** Drawing is loaded only where it is wanted. */
  async #previewOf(model: string): Promise<LivePreview> {
    const { LivePreview } = await import('./live-preview.ts');
    const preview = this.#previews.get(model) ?? new LivePreview();
    this.#previews.set(model, preview);
    return preview;
  }
}

function eventOf(event: GenerationEvent): EngineEvent | null {
  if (event.kind === 'latents' || event.kind === 'plan') return null;
  if (event.kind === 'stage') {
    const { kind, stage, part } = event;
    return { kind, stage, detail: part ? tileInWords(part) : null };
  }
  if (event.kind === 'warning') return event;
  const { timing, calls, secondsLeft } = event;
  return { kind: 'call', ...timing, calls, secondsLeft };
}

/** Weights that have to be read through or converted before the first use: told by whole percents. */
function progressOf(emit: Answering['emit']): NonNullable<PipelineOptions['onProgress']> {
  let last = '';
  return ({ stage, file, doneBytes, totalBytes }) => {
    const percent = totalBytes > 0 ? Math.floor((100 * doneBytes) / totalBytes) : 100;
    const detail = `${file} ${percent}%`;
    if (detail === last) return;
    last = detail;
    emit({ kind: 'stage', stage: stage === 'hashing' ? 'check-weights' : 'convert-weights', detail });
  };
}

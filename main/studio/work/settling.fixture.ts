/**
 * For the test of settling: a queue that is worked off by the real dispatcher and the real history, with an engine that
 * answers at once; and, run as a program, one that kills itself at the step it is told: `settling.fixture.ts FOLDER STEP`.
 */
import { planRun } from '../../../native-models/strategy/plan.ts';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import type { RgbImage } from '../../../native-models/image.ts';
import type { TaskState } from '../../../preload/contract/task.ts';
import { Dispatcher } from '../../compute/dispatcher.ts';
import { Engine } from '../../compute/engine.ts';
import { TaskEventLog } from '../../compute/events.ts';
import type { FromEngine, Output, RequestMessage } from '../../compute/messages.ts';
import type { EngineChild } from '../../compute/start-engine.ts';
import { openHistory } from '../../history/history.ts';
import { StudioModels } from '../models/models.ts';
import { workOf } from './work.ts';

/** Told of every step that could be the last. */
export type OnStep = (step: string) => void;

const SIDE = 32;
/** A test waits for nothing. */
const FIRST_PAUSE_MS = 1;
const SETTLED: ReadonlySet<TaskState> = new Set(['done', 'failed', 'cancelled']);

/** A data folder with everything that works its queue off; not begun. */
export function openWork(folder: string, onStep: OnStep = () => {}) {
  const history = openHistory(folder, { onStatement: onStep });
  const events = new TaskEventLog(0);
  const errors: unknown[] = [];
  const engine = new Engine({
    device: 'cpu',
    threads: 1,
    memory: 'fast',
    dataFolder: folder,
    memoryBudgetBytes: 0,
    start: () => startAnswering(onStep),
  });
  const dispatcher = new Dispatcher({
    store: history.queue,
    events,
    work: workOf({ history, models: new StudioModels(history.models, history.folder) }),
    previews: () => false,
    pauseMs: FIRST_PAUSE_MS,
    onError: (error) => errors.push(error),
    engineOf: () => engine,
  });
  return {
    history,
    dispatcher,
    errors,
    /** Until each of `ids` was told to have settled. */
    settled: async (ids: readonly number[]) => {
      const open = new Set(ids);
      for await (const { taskId, event } of events.watch({ since: 0 })) {
        onStep(`told: ${event.kind}`);
        if (event.kind === 'state' && SETTLED.has(event.task.state)) open.delete(taskId);
        if (open.size === 0) return;
      }
    },
    close: async () => {
      await dispatcher.shutdown();
      history.close();
    },
  };
}

/** An engine without a process: what it makes depends on the request alone. */
export function startAnswering(onStep: OnStep = () => {}): EngineChild {
  let tell: (message: FromEngine) => void = () => {};
  const { promise: gone, resolve: end } = Promise.withResolvers<Awaited<EngineChild['gone']>>();
  return {
    pid: 1,
    onMessage: (listener) => void (tell = listener),
    post: (message) => {
      onStep(`asked: ${message.kind}`);
      if (message.kind === 'cancel') return;
      setImmediate(() => {
        onStep(`answered: ${message.kind}`);
        tell({ kind: 'result', id: message.id, output: answer(message) });
      });
    },
    kill: () => end({ exitCode: null, signal: 'SIGKILL', lastWords: '' }),
    keepsProgram: () => {},
    gone,
  };
}

function answer(message: RequestMessage): Output<'open'> | Output<'generate'> | Output<'calibrate'> {
  if (message.kind === 'calibrate') return { calls: 2, units: [{ id: 'up3.0.res', change: [0.5], milliseconds: 1 }] };
  if (message.kind === 'open') {
    const { model: path } = message.input;
    return { ...MODEL, path, defaultSize: path.endsWith('large') ? { width: 2048, height: 2048 } : MODEL.defaultSize };
  }
  if (message.kind !== 'generate') throw new Error(`${message.kind} is not asked for here`);
  const { seeds, strategy } = message.input.request;
  return {
    model: { ...MODEL, path: import.meta.filename },
    images: [noise(seeds[0]! + (strategy ? 1 : 0))],
    plan: planRun(null, 1, [{ blocks: [] }]),
    timings: [{ call: 0, form: 0, step: 'full', seconds: 0.5 }],
    seconds: strategy ? 1 : 2,
    unetSeconds: 0.5,
    idealSpeedup: 1,
    precision: 'float32',
    peakMemoryBytes: 1e9,
    warnings: [],
  };
}

const MODEL: Omit<Output<'generate'>['model'], 'path'> = {
  name: 'stand-in',
  architecture: { blocks: [] } as never,
  defaultSize: { width: SIDE, height: SIDE },
  scaleFactor: 8,
  scheduler: null,
};

function noise(seed: number): RgbImage {
  const pixels = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 31 + seed * 97) % 251);
  return { width: SIDE, height: SIDE, pixels };
}

/** Tells of everything that is done to files from here on, by whoever does it. */
export function watchFiles(onStep: OnStep): void {
  const watched = <T extends object>(target: T, names: readonly (keyof T & string)[]) => {
    for (const name of names) {
      const original = target[name] as (...given: unknown[]) => Promise<unknown>;
      Object.defineProperty(target, name, {
        configurable: true,
        value: async (...given: unknown[]) => {
          onStep(`file: ${name}`);
          return await original.apply(target, given);
        },
      });
    }
  };
  const { open } = fs;
  watched(fs, ['mkdir', 'rename', 'rm', 'writeFile']);
  Object.defineProperty(fs, 'open', {
    configurable: true,
    value: async (...given: Parameters<typeof open>) => {
      onStep(`file: open ${String(given[1])}`);
      const file = await open(...given);
      watched(file, ['writeFile', 'sync', 'close']);
      return file;
    },
  });
  syncBuiltinESMExports();
}

if (import.meta.main) {
  const [folder, last] = process.argv.slice(2);
  const steps: string[] = [];
  let counting = false;
  const onStep: OnStep = (step) => {
    if (!counting) return;
    steps.push(step);
    if (steps.length === Number(last)) process.kill(process.pid, 'SIGKILL');
  };
  watchFiles(onStep);
  const { history, dispatcher, settled } = openWork(folder!, onStep);
  const ids = history.tasks.list({ states: ['queued'] }).map(({ id }) => id);
  counting = true;
  dispatcher.start();
  await settled(ids);
  await dispatcher.shutdown();
  counting = false;
  history.close();
  process.stdout.write(JSON.stringify(steps));
}

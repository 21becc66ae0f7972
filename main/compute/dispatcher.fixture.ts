/** A dispatcher with real engines on the tiny model, and a store in memory. */
import { onTestFinished } from 'vitest';
import type { GenerationRequest } from '../../native-models/sampling/generation.ts';
import type { Task, TaskEvent, TaskState } from '../../preload/contract/task.ts';
import type { Work } from '../../preload/contract/work.ts';
import { Dispatcher } from './dispatcher.ts';
import type { Engine } from './engine.ts';
import { TaskEventLog } from './events.ts';
import type { Output } from './messages.ts';
import type { KindOfWork } from './work.ts';
import { MemoryTaskStore } from './task-store.fixture.ts';
import { testEngine, TINY_MODEL, tinyRequest } from './engine.fixture.ts';

/** What is prepared for the engine. */
interface Asked {
  readonly model: string;
  readonly request: GenerationRequest;
}

/** Steps of a run that is still going whenever something is done to it. */
export const LONG = 500;

/** A dispatcher with an engine for each device; `second` is the CPU once more. */
export async function openDispatcher({
  graceMs = 5000,
  leaseMs = 30_000,
  kind = {} as Partial<KindOfWork<Work, Asked, unknown>>,
} = {}) {
  const store = new MemoryTaskStore();
  const events = new TaskEventLog();
  const engines: Readonly<Record<string, Engine>> = {
    cpu: await testEngine({ graceMs }),
    second: await testEngine({ graceMs }),
    coreml: await testEngine({ device: 'coreml' }),
  };
  const recorded: { task: Task; made: unknown }[] = [];
  const errors: unknown[] = [];
  const record = async (task: Task, made: unknown) => () => {
    recorded.push({ task, made });
    return 100 + task.id;
  };
  const generate: KindOfWork<Work, Asked, Output<'generate'>> = {
    title: ({ kind, settings: { steps } }) => `${kind}, ${steps} steps`,
    prepare: async ({
      work: {
        settings: { seed, steps },
      },
    }) => ({
      model: TINY_MODEL,
      request: tinyRequest({ seeds: [seed], steps, guidanceScale: 1 }),
    }),
    perform: async (asked, { engine, previews, on, signal }) =>
      await engine.request('generate', { ...asked, previews }, { on, signal }),
    record,
  };
  const calibrate: KindOfWork<Work, Asked, Output<'calibrate'>> = {
    ...generate,
    perform: async (asked, { engine, on, signal }) => await engine.request('calibrate', asked, { on, signal }),
    record,
  };
  const dispatcher = new Dispatcher({
    store,
    events,
    engineOf: (device) => engines[device]!,
    work: { generate: { ...generate, ...kind }, calibrate },
    previews: () => true,
    leaseMs,
    pauseMs: 5,
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => dispatcher.shutdown());

  const told: TaskEvent[] = [];
  const waiting = new Set<() => void>();
  const reader = events.watch();
  void (async () => {
    for await (const event of reader) {
      told.push(event);
      for (const check of waiting) check();
    }
  })();
  /** Once an event of task `id` is as wanted, now or later. */
  const when = (id: number, wanted: (event: TaskEvent['event']) => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!told.some(({ taskId, event }) => taskId === id && wanted(event))) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    store,
    events,
    dispatcher,
    recorded,
    errors,
    told,
    engine: engines['cpu']!,
    /** Until task `id` was told to be in `state`. */
    settled: async ({ id }: Task, state: TaskState) => {
      await when(id, (event) => event.kind === 'state' && event.task.state === state);
      return await store.get(id);
    },
    calling: ({ id }: Task) => when(id, ({ kind }) => kind === 'call'),
    statesOf: ({ id }: Task) =>
      told.flatMap(({ taskId, event }) => (taskId === id && event.kind === 'state' ? [event.task.state] : [])),
  };
}

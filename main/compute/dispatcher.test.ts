import { expect, test } from 'vitest';
import type { Output } from './messages.ts';
import { isAlive, TINY_MODEL, tinyRequest } from './engine.fixture.ts';
import { LONG, openDispatcher } from './dispatcher.fixture.ts';

test('a queued task becomes a recorded run, and readers hear of it from start to end', async () => {
  const { store, dispatcher, recorded, settled, statesOf, told } = await openDispatcher();
  const task = store.add();
  dispatcher.wake();
  expect(await settled(task, 'done')).toMatchObject({ runId: 101, attempts: 1, problem: null });
  expect(statesOf(task)).toEqual(['running', 'done']);
  expect(told.filter(({ event }) => event.kind === 'call')).toHaveLength(3);
  expect(told.some(({ event }) => event.kind === 'preview')).toBe(true);
  const made = recorded[0]!.made as Output<'generate'>;
  expect(made.images[0]!.pixels).toHaveLength(64 * 64 * 3);
});

test('a calibration task gives the changes of its units', async () => {
  const { store, dispatcher, recorded, settled } = await openDispatcher();
  const task = store.add({}, 'calibrate');
  dispatcher.wake();
  await settled(task, 'done');
  expect(recorded[0]!.made).toMatchObject({ calls: 3 });
});

test('two runs on one device go one after the other', async () => {
  const { store, dispatcher, settled, told } = await openDispatcher();
  const [first, second] = [store.add(), store.add()];
  dispatcher.wake();
  dispatcher.wake();
  await settled(second, 'done');
  expect(told.map(({ taskId }) => taskId)).toEqual(told.map(({ taskId }) => taskId).toSorted());
  expect(store.now(first.id).state).toBe('done');
});

test('devices work side by side', async () => {
  const { store, dispatcher, settled } = await openDispatcher();
  const [long, brief] = [store.add({ steps: LONG }), store.add({ device: 'second' })];
  dispatcher.wake();
  await settled(brief, 'done');
  expect(store.now(long.id).state).toBe('running');
});

test('a task queued while another runs needs no further wake', async () => {
  const { store, dispatcher, settled, calling } = await openDispatcher();
  const first = store.add({ steps: 20 });
  dispatcher.wake();
  await calling(first);
  const second = store.add();
  await settled(second, 'done');
});

test('an engine killed at work is replaced, its task tried once more and done', async () => {
  const { store, dispatcher, engine, settled, calling, statesOf } = await openDispatcher();
  const [task, next] = [store.add({ steps: LONG }), store.add()];
  dispatcher.wake();
  await calling(task);
  process.kill(engine.pid!, 'SIGKILL');
  expect(await settled(task, 'done')).toMatchObject({ attempts: 2, problem: null });
  expect(statesOf(task)).toEqual(['running', 'queued', 'running', 'done']);
  await settled(next, 'done');
});

test('a task whose engine died twice has failed, with what happened; the next one runs', async () => {
  const died: number[] = [];
  const { store, dispatcher, engine, settled } = await openDispatcher({
    kind: {
      prepare: async ({ id, work }) => {
        const { seed } = work.settings;
        if (id !== 1) return { model: TINY_MODEL, request: tinyRequest({ seeds: [seed] }) };
        await engine.request('open', { model: TINY_MODEL });
        died.push(engine.pid!);
        globalThis.setTimeout(() => process.kill(died.at(-1)!, 'SIGKILL'), 0);
        return { model: TINY_MODEL, request: tinyRequest({ seeds: [seed], steps: LONG }) };
      },
    },
  });
  const [task, next] = [store.add(), store.add()];
  dispatcher.wake();
  const failed = await settled(task, 'failed');
  expect(failed.problem!.message).toBe('The engine on cpu stopped unexpectedly (signal SIGKILL) (2 times)');
  expect(new Set(died).size).toBe(2);
  await settled(next, 'done');
});

test('what cannot be prepared, made or recorded has failed in its own words', async () => {
  const { store, dispatcher, settled } = await openDispatcher({
    kind: {
      prepare: async ({ id }) => {
        if (id === 1) throw new Error('no such model');
        return { model: id === 2 ? '/nowhere' : TINY_MODEL, request: tinyRequest() };
      },
      record: async ({ id }) => {
        if (id === 3) throw new Error('the disk is full');
        return () => {
          throw new Error('the database is full');
        };
      },
    },
  });
  const tasks = [store.add(), store.add(), store.add(), store.add()];
  dispatcher.wake();
  await settled(tasks[3]!, 'failed');
  expect(store.tasks.map(({ state, problem }) => `${state}: ${problem!.message}`)).toEqual([
    'failed: no such model',
    'failed: /nowhere: there is no such file or folder',
    'failed: the disk is full',
    'failed: the database is full',
  ]);
});

test('the log has which task failed, where and why; what was done or cancelled is not in it', async () => {
  const { store, dispatcher, settled, errors } = await openDispatcher({
    kind: { record: async ({ id }) => (id === 1 ? () => 101 : Promise.reject(new Error('The disk is full'))) },
  });
  const [done, failed] = [store.add(), store.add()];
  dispatcher.wake();
  await settled(done, 'done');
  await settled(failed, 'failed');
  expect(errors.map(String)).toEqual(['Error: task 2 on cpu (generate, 3 steps): The disk is full']);
});

test('a task for a device that is not here fails, naming those that are', async () => {
  const { store, dispatcher, settled } = await openDispatcher();
  const task = store.add({ device: 'coreml' });
  dispatcher.wake();
  expect((await settled(task, 'failed')).problem!.message).toMatch(/use one of: cpu/);
});

test('cancelled while queued, it is never begun', async () => {
  const { store, dispatcher, settled, statesOf } = await openDispatcher();
  const [first, second] = [store.add({ steps: 20 }), store.add()];
  dispatcher.wake();
  dispatcher.cancel([second.id]);
  await settled(first, 'done');
  expect(statesOf(second)).toEqual(['cancelled']);
});

test('cancelled while running, it stops between two calls and the next one begins', async () => {
  const { store, dispatcher, engine, settled, calling, recorded } = await openDispatcher();
  const [task, next] = [store.add({ steps: LONG }), store.add()];
  dispatcher.wake();
  await calling(task);
  const { pid } = engine;
  dispatcher.cancel([task.id]);
  await settled(task, 'cancelled');
  await settled(next, 'done');
  expect(engine.pid).toBe(pid);
  expect(recorded.map(({ task }) => task.id)).toEqual([next.id]);
});

test('cancelled while its engine does not answer, it is cancelled by force and the next one begins', async () => {
  const { store, dispatcher, engine, settled, calling } = await openDispatcher({ graceMs: 200 });
  const [task, next] = [store.add({ steps: LONG }), store.add()];
  dispatcher.wake();
  await calling(task);
  process.kill(engine.pid!, 'SIGSTOP');
  dispatcher.cancel([task.id]);
  expect(await settled(task, 'cancelled')).toMatchObject({ problem: null });
  await settled(next, 'done');
});

test('what gives way goes back to the queue with its attempt taken back, and is done after what went first', async () => {
  const { store, dispatcher, settled, calling, statesOf, recorded } = await openDispatcher();
  const first = store.add({ steps: 60 });
  dispatcher.wake();
  await calling(first);
  const urgent = store.add();
  store.tasks[urgent.id - 1] = { ...urgent, position: 0 };
  dispatcher.giveWay('cpu', [urgent.id]);
  expect(await settled(first, 'done')).toMatchObject({ attempts: 1 });
  expect(statesOf(first)).toEqual(['running', 'queued', 'running', 'done']);
  expect(recorded.map(({ task }) => task.id)).toEqual([urgent.id, first.id]);
});

test('what is spared does not give way, nor does anything while the queue is paused', async () => {
  const { store, dispatcher, settled, calling, statesOf } = await openDispatcher();
  const task = store.add({ steps: 60 });
  dispatcher.wake();
  await calling(task);
  dispatcher.giveWay('cpu', [task.id]);
  dispatcher.pause();
  dispatcher.giveWay('cpu', []);
  await settled(task, 'done');
  expect(statesOf(task)).toEqual(['running', 'done']);
});

test('what gives way and is cancelled before it has stopped is not begun again', async () => {
  const { store, dispatcher, settled, calling } = await openDispatcher();
  const task = store.add({ steps: LONG });
  dispatcher.wake();
  await calling(task);
  dispatcher.giveWay('cpu', []);
  await dispatcher.cancel([task.id]);
  await settled(task, 'cancelled');
});

test('paused, the running task goes on and nothing else is begun until it is resumed', async () => {
  const { store, dispatcher, settled } = await openDispatcher();
  const [first, second] = [store.add(), store.add()];
  dispatcher.wake();
  await settled(first, 'running');
  dispatcher.pause();
  await settled(first, 'done');
  dispatcher.wake();
  expect(store.now(second.id).state).toBe('queued');
  dispatcher.resume();
  await settled(second, 'done');
});

test('shut down at work, the task is back in the queue with its attempt taken back, and no process is left', async () => {
  const { store, dispatcher, engine, calling } = await openDispatcher();
  const [task, next] = [store.add({ steps: LONG }), store.add()];
  dispatcher.wake();
  await calling(task);
  const pid = engine.pid!;
  await dispatcher.shutdown();
  expect(store.now(task.id)).toMatchObject({ state: 'queued', attempts: 0 });
  expect(store.now(next.id)).toMatchObject({ state: 'queued', attempts: 0 });
  expect(isAlive(pid)).toBe(false);
});

test('at start, what a crash left running is done', async () => {
  const { store, dispatcher, settled, statesOf } = await openDispatcher();
  const task = store.add();
  await store.claim({ worker: 'gone', leaseMs: 0 }, ['cpu']);
  dispatcher.start();
  expect(await settled(task, 'done')).toMatchObject({ attempts: 2 });
  expect(statesOf(task)).toEqual(['queued', 'running', 'done']);
});

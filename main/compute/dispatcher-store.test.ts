/** What the dispatcher does when its store is slow, fails, or has lent a task to somebody else. */
import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Task } from '../../preload/contract/task.ts';
import type { Dispatcher } from './dispatcher.ts';
import { LONG, openDispatcher } from './dispatcher.fixture.ts';
import { storageProblem } from '../base/storage-problem.ts';
import type { MemoryTaskStore } from './task-store.fixture.ts';

/** Until the queue waits for the reason that is given, or for none. */
async function held({ hold }: Pick<Dispatcher, 'hold'>, problem: unknown): Promise<void> {
  await vi.waitFor(() => expect(hold.problem).toEqual(problem), { interval: 5, timeout: 60_000 });
}

/** A store that has decided on a task, and does not say so until what is returned is called. */
function holdingAnswers(store: Pick<MemoryTaskStore, 'claim'>): () => void {
  const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
  const claim = store.claim.bind(store);
  store.claim = async (...question) => {
    const claimed = await claim(...question);
    await asked;
    return claimed;
  };
  return answer;
}

test('a store that fails holds the queue up, and says why; when it answers again, what was made is kept', async () => {
  const { store, dispatcher, errors, recorded, settled, statesOf } = await openDispatcher();
  const settle = store.settle.bind(store);
  store.settle = async () => {
    throw storageProblem('history.sqlite', Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
  };
  const [task, next] = [store.add(), store.add()];
  dispatcher.wake();
  await held(dispatcher, { message: 'history.sqlite: the disk is full (ENOSPC)', advice: 'Make room on it.' });
  expect(errors.map(String)).toEqual(['Problem: history.sqlite: the disk is full (ENOSPC)']);
  expect([store.now(task.id).state, store.now(next.id).state]).toEqual(['running', 'queued']);
  store.settle = settle;
  dispatcher.hold.tryAgain();
  await settled(next, 'done');
  expect(statesOf(task)).toEqual(['running', 'done']);
  expect(recorded.map(({ task }) => task.id)).toEqual([task.id, next.id]);
  await held(dispatcher, null);
});

test('whatever else is wrong with the store, the queue says it and goes on when it is over', async () => {
  const { store, dispatcher, settled } = await openDispatcher();
  const claim = store.claim.bind(store);
  store.claim = async () => {
    throw new TypeError('The database connection is not open');
  };
  const task = store.add();
  dispatcher.wake();
  await held(dispatcher, { message: 'The database connection is not open', advice: null });
  store.claim = claim;
  await settled(task, 'done');
});

test('what is held up can be cancelled, and what was made of it is not kept', async () => {
  const { store, dispatcher, recorded, settled } = await openDispatcher();
  const settle = store.settle.bind(store);
  store.settle = async () => {
    throw storageProblem('history.sqlite', Object.assign(new Error('read-only'), { code: 'EROFS' }));
  };
  const task = store.add();
  dispatcher.wake();
  await held(dispatcher, expect.objectContaining({ message: 'history.sqlite: its disk is read-only (EROFS)' }));
  store.settle = settle;
  await dispatcher.cancel([task.id]);
  await settled(task, 'cancelled');
  expect(recorded).toEqual([]);
});

test('what cannot be kept for a reason of its own fails, and holds nothing up', async () => {
  const { store, dispatcher, settled } = await openDispatcher({
    kind: {
      record: async () => () => {
        throw new Error('a run of 0 steps');
      },
    },
  });
  const task = store.add();
  dispatcher.wake();
  expect((await settled(task, 'failed')).problem).toEqual({ message: 'a run of 0 steps', advice: null });
  expect(dispatcher.hold.problem).toBeNull();
});

test('a log that cannot be written holds nothing up', async () => {
  const { store, dispatcher, errors, settled } = await openDispatcher({
    kind: {
      prepare: async () => {
        throw new Error('this model is gone');
      },
    },
  });
  errors.push = () => {
    throw new Error('ENOSPC: no space left on device, write');
  };
  const [task, next] = [store.add(), store.add()];
  dispatcher.wake();
  await settled(task, 'failed');
  await settled(next, 'failed');
});

test('a task that the queue has given to another worker is let go of, and not settled', async () => {
  const { store, dispatcher, engine, errors, recorded, calling, settled } = await openDispatcher({ leaseMs: 30 });
  const [task, next] = [store.add({ steps: LONG }), store.add()];
  dispatcher.wake();
  await calling(task);
  const { pid } = engine;
  store.takeOver(task.id, { worker: 'another', leaseMs: 60_000 });
  await settled(next, 'done');
  expect(store.now(task.id)).toMatchObject({ state: 'running', attempts: 1 });
  expect(recorded.map(({ task }) => task.id)).toEqual([next.id]);
  expect(errors.map(String)).toEqual([`LeaseLost: Task ${task.id} was not renewed in time: another worker has it now`]);
  expect(engine.pid).toBe(pid);
});

test('a lease is renewed while the engine is at work, and one that lapsed elsewhere is taken over', async () => {
  const { store, dispatcher, settled, calling } = await openDispatcher({ leaseMs: 40 });
  const [long, elsewhere] = [store.add({ steps: 200 }), store.add({ device: 'second' })];
  await store.claim({ worker: 'another', leaseMs: 60 }, ['second']);
  dispatcher.start();
  await calling(long);
  expect(await settled(elsewhere, 'done')).toMatchObject({ attempts: 2 });
  expect(await settled(long, 'done')).toMatchObject({ attempts: 1 });
});

test('cancelled while the store is asked for it, a task is not begun', async () => {
  const { store, dispatcher, settled, recorded } = await openDispatcher();
  const answer = holdingAnswers(store);
  const [task, next] = [store.add(), store.add()];
  dispatcher.wake();
  await vi.waitFor(() => expect(store.now(task.id).state).toBe('running'));
  await dispatcher.cancel([task.id]);
  answer();
  expect(await settled(task, 'cancelled')).toMatchObject({ problem: null });
  await settled(next, 'done');
  expect(recorded.map(({ task }) => task.id)).toEqual([next.id]);
});

test('paused while the store is asked for the next task, that one is given back', async () => {
  const { store, dispatcher, settled } = await openDispatcher();
  const answer = holdingAnswers(store);
  const task = store.add();
  dispatcher.wake();
  await vi.waitFor(() => expect(store.now(task.id).state).toBe('running'));
  dispatcher.pause();
  answer();
  expect(await settled(task, 'queued')).toMatchObject({ attempts: 0 });
  dispatcher.resume();
  expect(await settled(task, 'done')).toMatchObject({ attempts: 1 });
});

test('queued while the store says that there is nothing, a task is begun all the same', async () => {
  const { store, dispatcher, settled } = await openDispatcher();
  const claim = store.claim.bind(store);
  let late: Task | null = null;
  store.claim = async (...question) => {
    const answer = await claim(...question);
    if (!answer && !late) {
      late = store.add();
      dispatcher.wake();
      await setTimeout(20);
    }
    return answer;
  };
  const task = store.add();
  dispatcher.wake();
  await settled(task, 'done');
  await vi.waitFor(() => expect(late).not.toBeNull());
  await settled(late!, 'done');
});

test('what follows from a task comes before its readers are told, and its trouble fails no task', async () => {
  const told: string[] = [];
  const { store, dispatcher, settled, errors, statesOf } = await openDispatcher({
    kind: {
      followUp: async () => {
        told.push(...store.tasks.map(({ state }) => state));
        throw new Error('a picture is gone');
      },
    },
  });
  const task = store.add();
  dispatcher.wake();
  await settled(task, 'done');
  expect(told).toEqual(['done']);
  expect(statesOf(task)).toEqual(['running', 'done']);
  expect(errors).toEqual([new Error('a picture is gone')]);
});

test('what an earlier process did not follow up is followed up at start', async () => {
  const { promise: followedUp, resolve } = Promise.withResolvers<void>();
  const { dispatcher } = await openDispatcher({ kind: { followUp: async () => resolve() } });
  dispatcher.start();
  await followedUp;
});

/** What every store of tasks keeps to, whoever keeps it: run by the tests of each. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Attempt, Lease, TaskStore } from './task-store.ts';

/** A store under test. */
export interface StoreUnderTest {
  readonly store: TaskStore;
  /** Queues a task behind the others; gives its id. */
  readonly add: (task?: { readonly device?: string }) => number;
}

/** Lapsed as soon as it is given: the worker is not heard of again. */
const SILENT: Lease = { worker: 'silent', leaseMs: 0 };
const ALIVE: Lease = { worker: 'alive', leaseMs: 60_000 };
const PROBLEM = { message: 'out of memory', advice: 'a smaller size' };
const INTERRUPTED: Attempt = { state: 'interrupted', what: 'The engine was killed' };
const done = (runId: number | null = null): Attempt => ({ state: 'done', keep: () => runId });

/** @param open an empty store, for each test. */
export function keepsTheContract(name: string, open: () => StoreUnderTest): void {
  let store: TaskStore;
  let add: StoreUnderTest['add'];
  beforeEach(() => {
    ({ store, add } = open());
  });
  const claim = async (lease = ALIVE, devices = ['cpu']) => await store.claim(lease, devices);

  describe(`${name}: claiming`, () => {
    test('gives each task once, in order, and counts the attempt', async () => {
      const ids = [add(), add(), add()];
      const claimed = await Promise.all([claim(), claim(SILENT), claim(), claim()]);
      expect(claimed.map((task) => task?.id)).toEqual([...ids, undefined]);
      expect(claimed[0]).toMatchObject({ state: 'running', attempts: 1 });
      expect(claimed[0]!.startedAt).not.toBeNull();
    });

    test('gives only what a device can run, and knows which devices are waited for', async () => {
      const [cpu, gpu] = [add(), add({ device: 'webgpu' })];
      expect((await store.waitingDevices()).toSorted()).toEqual(['cpu', 'webgpu']);
      expect(await claim(ALIVE, ['webgpu'])).toMatchObject({ id: gpu });
      expect(await claim(ALIVE, ['webgpu'])).toBeNull();
      expect(await store.waitingDevices()).toEqual(['cpu']);
      expect(await claim(ALIVE, ['webgpu', 'cpu'])).toMatchObject({ id: cpu });
    });

    test('refuses to speak of a task that is not there', async () => {
      await expect(store.get(99)).rejects.toThrow('Task 99 is not in the queue');
    });
  });

  describe(`${name}: settling`, () => {
    test.each([
      ['done', done(), { problem: null, runId: null }],
      ['failed', { state: 'failed', problem: PROBLEM }, { problem: PROBLEM }],
      ['cancelled', { state: 'cancelled' }, { problem: null }],
    ] as const)('%s, for good', async (state, attempt, expected) => {
      const id = add();
      await claim();
      const task = await store.settle(id, ALIVE.worker, attempt);
      expect(task).toMatchObject({ ...expected, state, attempts: 1 });
      expect(task!.finishedAt).not.toBeNull();
      expect(await claim()).toBeNull();
    });

    test('happens once, and so does keeping what was made', async () => {
      const id = add();
      await claim();
      const kept: number[] = [];
      const attempt: Attempt = { state: 'done', keep: () => (kept.push(id), null) };
      expect(await store.settle(id, ALIVE.worker, attempt)).toMatchObject({ state: 'done' });
      expect(await store.settle(id, ALIVE.worker, attempt)).toBeNull();
      expect(await store.settle(id, ALIVE.worker, { state: 'failed', problem: PROBLEM })).toBeNull();
      expect(kept).toEqual([id]);
      expect(await store.get(id)).toMatchObject({ state: 'done', problem: null });
    });

    test('what cannot be kept settles nothing', async () => {
      const id = add();
      await claim();
      const full = new Error('the disk is full');
      const attempt: Attempt = {
        state: 'done',
        keep: () => {
          throw full;
        },
      };
      await expect(store.settle(id, ALIVE.worker, attempt)).rejects.toThrow(full);
      expect(await store.get(id)).toMatchObject({ state: 'running' });
      expect(await store.settle(id, ALIVE.worker, { state: 'failed', problem: PROBLEM })).toMatchObject({
        state: 'failed',
      });
    });

    test('released, a task is back in its place and the attempt does not count', async () => {
      const [id, other] = [add(), add()];
      await claim();
      const task = await store.settle(id, ALIVE.worker, { state: 'released' });
      expect(task).toMatchObject({ state: 'queued', attempts: 0, startedAt: null });
      expect([(await claim())?.id, (await claim())?.id]).toEqual([id, other]);
    });

    test('interrupted, it is tried once more; after the second time it has failed', async () => {
      const id = add();
      await claim();
      expect(await store.settle(id, ALIVE.worker, INTERRUPTED)).toMatchObject({ state: 'queued', attempts: 1 });
      await claim();
      const failed = await store.settle(id, ALIVE.worker, INTERRUPTED);
      expect(failed).toMatchObject({ state: 'failed', problem: { message: 'The engine was killed (2 times)' } });
      expect(await claim()).toBeNull();
    });
  });

  describe(`${name}: cancelling`, () => {
    test('what waits, never what runs or has settled', async () => {
      const [first, second] = [add(), add()];
      await claim();
      expect(await store.cancel(first)).toBeNull();
      expect(await store.cancel(second)).toMatchObject({ state: 'cancelled' });
      expect(await store.cancel(second)).toBeNull();
      expect(await store.get(first)).toMatchObject({ state: 'running' });
    });
  });

  describe(`${name}: leases`, () => {
    test('a worker that went away is replaced: its attempt counts, and it can settle nothing any more', async () => {
      const id = add();
      await claim(SILENT);
      expect(await store.recover(ALIVE.worker)).toMatchObject([{ id, state: 'queued', attempts: 1 }]);
      expect(await store.renew(id, SILENT)).toBe(false);
      expect(await store.settle(id, SILENT.worker, done(7))).toBeNull();
      expect(await claim()).toMatchObject({ id, state: 'running', attempts: 2 });
      expect(await store.renew(id, SILENT)).toBe(false);
      expect(await store.settle(id, SILENT.worker, done(7))).toBeNull();
      expect(await store.get(id)).toMatchObject({ state: 'running', runId: null });
      expect(await store.settle(id, ALIVE.worker, done())).toMatchObject({ state: 'done' });
    });

    test('a task that outlived too many workers has failed', async () => {
      const id = add();
      await claim(SILENT);
      await store.recover(ALIVE.worker);
      await claim({ ...SILENT, worker: 'another' });
      const [failed, ...others] = await store.recover(ALIVE.worker);
      expect(failed).toMatchObject({ id, state: 'failed' });
      expect(failed!.problem!.message).toContain('2 times');
      expect(others).toEqual([]);
      expect(await store.recover(ALIVE.worker)).toEqual([]);
    });

    test('what was renewed in time stays with its worker', async () => {
      const id = add();
      await claim(SILENT);
      expect(await store.renew(id, { ...SILENT, leaseMs: 60_000 })).toBe(true);
      expect(await store.recover(ALIVE.worker)).toEqual([]);
      expect(await store.settle(id, SILENT.worker, done())).toMatchObject({ state: 'done' });
    });

    test('a worker that is only late keeps what nobody else has taken', async () => {
      const id = add();
      await claim(SILENT);
      expect(await store.recover(SILENT.worker)).toEqual([]);
      expect(await store.renew(id, SILENT)).toBe(true);
      expect(await store.settle(id, SILENT.worker, done())).toMatchObject({ state: 'done' });
    });
  });
}

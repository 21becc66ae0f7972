import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { task as taskSchema } from '../../../preload/contract/task.ts';
import { runLike, settingsLike, temporaryFolder } from '../history.fixture.ts';
import { type History, openHistory } from '../history.ts';
import type { NewTask } from './task-row.ts';

let folder: string;
let history: History;
beforeEach(() => {
  folder = temporaryFolder();
  history = openHistory(folder);
});
afterEach(() => history.close());

const PROBLEM = { message: 'out of memory', advice: 'a smaller size' };
const taskLike = (changes: Partial<NewTask> = {}): NewTask => ({
  purpose: 'run',
  group: 'group',
  settings: settingsLike(),
  ...changes,
});
const HISTORY_MODULE = new URL('../history.ts', import.meta.url).href;
const KILLED_WITH_A_TASK = `
  const [module, folder] = process.argv.slice(1);
  const { openHistory } = await import(module);
  openHistory(folder).tasks.claim();
  process.kill(process.pid, 'SIGKILL');
`;

const add = (...changes: Partial<NewTask>[]) => history.tasks.add(changes.map(taskLike)).map(({ id }) => id);
const queue = () => history.tasks.list({ states: ['queued'] }).map(({ id }) => id);
const restart = () => {
  history.close();
  history = openHistory(folder);
};

describe('the queue', () => {
  test('gives each task once, in order, and counts the attempt', () => {
    const ids = add({}, {}, {});
    const claimed = [1, 2, 3, 4].map(() => history.tasks.claim());
    expect(claimed.map((task) => task?.id)).toEqual([...ids, undefined]);
    expect(claimed[0]).toMatchObject({ state: 'running', attempts: 1 });
    expect(claimed[0]?.startedAt).not.toBeNull();
    expect(taskSchema.parse(claimed[0])).toEqual(claimed[0]);
  });

  test('higher priority comes first', () => {
    const [low, high, middle] = add({}, { priority: 9 }, { priority: 5 });
    expect(queue()).toEqual([high, middle, low]);
    expect(history.tasks.claim()?.id).toBe(high);
  });

  test('gives only what a device can run', () => {
    const [cpu, gpu] = add({}, { settings: settingsLike({ device: 'webgpu' }) });
    expect(history.tasks.claim(['webgpu'])?.id).toBe(gpu);
    expect(history.tasks.claim(['webgpu'])).toBeNull();
    expect(history.tasks.claim(['webgpu', 'cpu'])?.id).toBe(cpu);
  });

  test('knows which devices are waited for', () => {
    add({}, {}, { settings: settingsLike({ device: 'webgpu' }) });
    expect(history.tasks.waitingDevices().toSorted()).toEqual(['cpu', 'webgpu']);
    history.tasks.claim(['webgpu']);
    expect(history.tasks.waitingDevices()).toEqual(['cpu']);
  });

  test('takes a released task back to its place, and the attempt does not count', () => {
    const ids = add({}, {});
    history.tasks.claim();
    expect(history.tasks.release(ids[0]!)).toMatchObject({ state: 'queued', attempts: 0, startedAt: null });
    expect(queue()).toEqual(ids);
  });

  test('survives a restart', () => {
    const ids = add({}, {});
    restart();
    expect(queue()).toEqual(ids);
  });

  test('lists what runs, what waits, what has settled', () => {
    const [a, b, c, d] = add({}, {}, {}, { group: 'other' });
    history.tasks.claim();
    history.tasks.finish(b!, { state: 'cancelled' });
    expect(history.tasks.list().map(({ id }) => id)).toEqual([a, c, d, b]);
    expect(history.tasks.list({ group: 'other' }).map(({ id }) => id)).toEqual([d]);
    expect(history.tasks.list({ states: ['running', 'cancelled'] }).map(({ id }) => id)).toEqual([a, b]);
    expect(history.tasks.list({ settledLimit: 0 }).map(({ id }) => id)).toEqual([a, c, d]);
  });
});

describe('moving', () => {
  test('puts a task before another, or last', () => {
    const [a, b, c] = add({}, {}, {});
    history.tasks.move(c!, a!);
    expect(queue()).toEqual([c, a, b]);
    history.tasks.move(c!, b!);
    expect(queue()).toEqual([a, c, b]);
    history.tasks.move(a!, null);
    expect(queue()).toEqual([c, b, a]);
    history.tasks.move(b!, b!);
    expect(queue()).toEqual([c, b, a]);
  });

  test('takes the priority of where it is put', () => {
    const [low, high] = add({}, { priority: 5 });
    history.tasks.move(low!, high!);
    expect(queue()).toEqual([low, high]);
    expect(history.tasks.get(low!).priority).toBe(5);
    const [next] = add({});
    history.tasks.move(low!, null);
    expect(queue()).toEqual([high, next, low]);
  });

  test('never runs out of room between two tasks', () => {
    const [first, last, left, right] = add({}, {}, {}, {});
    history.tasks.move(left!, last!);
    for (let n = 0; n < 200; n += 1) {
      const [stays, moves] = n % 2 === 0 ? [left, right] : [right, left];
      history.tasks.move(moves!, last!);
      expect(queue()).toEqual([first, stays, moves, last]);
    }
  });

  test('does nothing to a task that no longer waits, or before one that does not', () => {
    const [a, b, c] = add({}, {}, {});
    history.tasks.claim();
    history.tasks.move(a!, c!);
    history.tasks.move(c!, a!);
    expect(queue()).toEqual([b, c]);
    expect(history.tasks.get(a!).state).toBe('running');
  });
});

describe('settling', () => {
  test('done, with the run it became', () => {
    const [id] = add({});
    history.tasks.claim();
    const task = history.atomically(() => {
      const run = history.runs.insert(runLike());
      return history.tasks.finish(id!, { state: 'done', runId: run.id });
    });
    expect(task).toMatchObject({ state: 'done', runId: 1, problem: null });
    expect(task.finishedAt).not.toBeNull();
    history.runs.trash([1]);
    history.runs.emptyTrash();
    expect(history.tasks.get(id!)).toMatchObject({ state: 'done', runId: null });
  });

  test('a run and its task are recorded together or not at all', () => {
    const [id] = add({});
    history.tasks.claim();
    expect(() =>
      history.atomically(() => {
        history.runs.insert(runLike());
        history.tasks.finish(id!, { state: 'done', runId: 99 });
      }),
    ).toThrow();
    expect(history.runs.list({})).toEqual([]);
    expect(history.tasks.get(id!).state).toBe('running');
  });

  test('happens once', () => {
    const [id] = add({});
    history.tasks.finish(id!, { state: 'cancelled' });
    expect(history.tasks.finish(id!, { state: 'failed', problem: PROBLEM })).toMatchObject({
      state: 'cancelled',
      problem: null,
    });
    expect(history.tasks.claim()).toBeNull();
  });

  test('failed can be tried again, behind the others', () => {
    const [id, other] = add({}, {});
    history.tasks.claim();
    expect(history.tasks.finish(id!, { state: 'failed', problem: PROBLEM }).problem).toEqual(PROBLEM);
    expect(history.tasks.retry(id!)).toMatchObject({ state: 'queued', attempts: 0, problem: null, finishedAt: null });
    expect(queue()).toEqual([other, id]);
  });

  test('clearing forgets settled tasks and no others', () => {
    const [id, waiting] = add({}, {});
    history.tasks.finish(id!, { state: 'cancelled' });
    expect(history.tasks.clearSettled()).toEqual({ removed: 1 });
    expect(history.tasks.list().map((task) => task.id)).toEqual([waiting]);
    expect(() => history.tasks.get(id!)).toThrow(/not in the queue/);
  });
});

describe('after a crash', () => {
  test('of the whole program in a running task, the folder is free and the task is back', () => {
    const [id] = add({});
    history.close();
    const dies = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', KILLED_WITH_A_TASK, HISTORY_MODULE, folder],
      { encoding: 'utf8' },
    );
    expect(dies.signal, dies.stderr).toBe('SIGKILL');
    history = openHistory(folder);
    expect(history.tasks.get(id!)).toMatchObject({ state: 'running', attempts: 1 });
    expect(history.tasks.recover()).toMatchObject([{ id, state: 'queued', attempts: 1 }]);
  });

  test('what ran goes back to its place; after the second time it has failed', () => {
    const [id, other] = add({}, {});
    history.tasks.claim();
    restart();
    expect(history.tasks.recover()).toMatchObject([{ id, state: 'queued', attempts: 1 }]);
    expect(queue()).toEqual([id, other]);

    expect(history.tasks.claim()).toMatchObject({ id, attempts: 2 });
    restart();
    const [failed] = history.tasks.recover();
    expect(failed).toMatchObject({ id, state: 'failed' });
    expect(failed?.problem?.message).toContain('2 times');
    expect(failed?.problem?.advice).toBeTruthy();
    expect(history.tasks.recover()).toEqual([]);
    expect(queue()).toEqual([other]);
  });

  test('an engine that dies under a task is told the same way', () => {
    const [id] = add({});
    history.tasks.claim();
    expect(history.tasks.interrupted(id!, 'The engine was killed')).toMatchObject({ state: 'queued', attempts: 1 });
    history.tasks.claim();
    expect(history.tasks.interrupted(id!, 'The engine was killed')).toMatchObject({
      state: 'failed',
      problem: { message: 'The engine was killed (2 times)' },
    });
  });
});

import { describe, expect, test } from 'vitest';
import { task as taskSchema } from '../../../preload/contract/task.ts';
import { eachWithHistory, taskLike, WORKER } from './tasks.fixture.ts';

const queue = eachWithHistory();

describe('the queue', () => {
  test('higher priority comes first', async () => {
    const [low, high, middle] = queue.add({}, { priority: 9 }, { priority: 5 });
    expect(queue.queued()).toEqual([high, middle, low]);
    expect(await queue.claim()).toMatchObject({ id: high });
  });

  test('survives a restart', () => {
    const ids = queue.add({}, {});
    queue.restart();
    expect(queue.queued()).toEqual(ids);
  });

  test('tells its tasks as the contract has them', async () => {
    const [id] = queue.add({});
    const task = await queue.claim();
    expect(taskSchema.parse(task)).toEqual(task);
    expect(queue.history.tasks.get(id!)).toEqual(task);
  });

  test('lists what runs, what waits, what has settled', async () => {
    const [a, b, c, d] = queue.add({}, {}, {}, { group: 'other' });
    const { tasks } = queue.history;
    await queue.claim();
    await queue.history.queue.cancel(b!);
    expect(tasks.list().map(({ id }) => id)).toEqual([a, c, d, b]);
    expect(tasks.list({ group: 'other' }).map(({ id }) => id)).toEqual([d]);
    expect(tasks.list({ states: ['running', 'cancelled'] }).map(({ id }) => id)).toEqual([a, b]);
    expect(tasks.list({ settledLimit: 0 }).map(({ id }) => id)).toEqual([a, c, d]);
  });

  test('knows what has become of the batches that are under way', async () => {
    const [done, cancelled] = queue.add({}, {}, {}, { group: 'over' });
    const { queue: store, tasks } = queue.history;
    await queue.claim();
    await store.settle(done!, WORKER.worker, { state: 'done', keep: () => null });
    await store.cancel(cancelled!);
    await store.cancel(queue.queued()[1]!);
    expect(tasks.settledOfOpen().map(({ id, state }) => [id, state])).toEqual([
      [done, 'done'],
      [cancelled, 'cancelled'],
    ]);
  });

  test('failed can be tried again, behind the others', async () => {
    const [id, other] = queue.add({}, {});
    const problem = { message: 'out of memory', advice: 'a smaller size' };
    await queue.claim();
    await queue.history.queue.settle(id!, WORKER.worker, { state: 'failed', problem });
    const again = { state: 'queued', attempts: 0, problem: null, finishedAt: null };
    expect(queue.history.tasks.retry(id!)).toMatchObject(again);
    expect(queue.queued()).toEqual([other, id]);
  });

  test('what was cancelled comes back to the place that it had; what was not stays as it is', async () => {
    const [high, ...others] = queue.add({ priority: 5 }, {}, {}, {});
    const { tasks, queue: store } = queue.history;
    tasks.move(others[2]!, others[1]!);
    await queue.claim();
    const before = queue.queued();
    for (const id of before) await store.cancel(id);
    const restored = tasks.restore([...before, high!, 99]);
    expect(restored.map(({ id }) => id).toSorted()).toEqual(before.toSorted());
    for (const task of restored) expect(task).toMatchObject({ state: 'queued', attempts: 0, finishedAt: null });
    expect(queue.queued()).toEqual(before);
    expect(tasks.get(high!).state).toBe('running');
  });

  test('at the front is before all there is, what runs among it, and whatever its priority', async () => {
    const [running, waiting] = queue.add({ priority: 3 }, { priority: 3 });
    await queue.claim();
    const front = queue.history.tasks.add([taskLike({ priority: 1 }), taskLike({ priority: 1 })], 'front');
    const behind = queue.add({ priority: 3 });
    const ids = front.map(({ id }) => id);
    expect(queue.queued()).toEqual([...ids, waiting, ...behind]);
    await queue.history.queue.settle(running!, WORKER.worker, { state: 'released' });
    expect(queue.queued()).toEqual([...ids, running, waiting, ...behind]);
  });

  test('what runs alone comes back before what was queued since', async () => {
    queue.add({}, {});
    await queue.claim();
    const second = (await queue.claim())!.id;
    const later = queue.add({});
    await queue.history.queue.settle(second, WORKER.worker, { state: 'released' });
    expect(queue.queued()).toEqual([second, ...later]);
  });

  test('clearing forgets settled tasks and no others', async () => {
    const [id, waiting] = queue.add({}, {});
    const { tasks } = queue.history;
    await queue.history.queue.cancel(id!);
    expect(tasks.clearSettled()).toEqual({ removed: 1 });
    expect(tasks.list().map((task) => task.id)).toEqual([waiting]);
    expect(() => tasks.get(id!)).toThrow(/not in the queue/);
  });
});

describe('moving', () => {
  test('puts a task before another, or last', () => {
    const [a, b, c] = queue.add({}, {}, {});
    const { tasks } = queue.history;
    tasks.move(c!, a!);
    expect(queue.queued()).toEqual([c, a, b]);
    tasks.move(c!, b!);
    expect(queue.queued()).toEqual([a, c, b]);
    tasks.move(a!, null);
    expect(queue.queued()).toEqual([c, b, a]);
    tasks.move(b!, b!);
    expect(queue.queued()).toEqual([c, b, a]);
  });

  test('takes the priority of where it is put', () => {
    const [low, high] = queue.add({}, { priority: 5 });
    const { tasks } = queue.history;
    tasks.move(low!, high!);
    expect(queue.queued()).toEqual([low, high]);
    expect(tasks.get(low!).priority).toBe(5);
    const [next] = queue.add({});
    tasks.move(low!, null);
    expect(queue.queued()).toEqual([high, next, low]);
  });

  test('never runs out of room between two tasks', () => {
    const [first, last, left, right] = queue.add({}, {}, {}, {});
    const { tasks } = queue.history;
    tasks.move(left!, last!);
    for (let n = 0; n < 200; n += 1) {
      const [stays, moves] = n % 2 === 0 ? [left, right] : [right, left];
      tasks.move(moves!, last!);
      expect(queue.queued()).toEqual([first, stays, moves, last]);
    }
  });

  test('goes between two that share a position', async () => {
    const [first] = queue.add({});
    await queue.history.queue.cancel(first!);
    const [second, third] = queue.add({}, {});
    const { tasks } = queue.history;
    tasks.restore([first!]);
    expect(tasks.get(first!).position).toBe(tasks.get(second!).position);
    tasks.move(third!, second!);
    expect(queue.queued()).toEqual([first, third, second]);
  });

  test('does nothing to a task that no longer waits, or before one that does not', async () => {
    const [a, b, c] = queue.add({}, {}, {});
    const { tasks } = queue.history;
    await queue.claim();
    tasks.move(a!, c!);
    tasks.move(c!, a!);
    expect(queue.queued()).toEqual([b, c]);
    expect(tasks.get(a!).state).toBe('running');
  });
});

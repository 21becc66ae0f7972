import { expect, test } from 'vitest';
import type { Task } from '../../../preload/contract/task.ts';
import type { Purpose } from '../../../preload/contract/work.ts';
import { moveTo, queueLines } from './queue-lines.ts';
import type { Waiting } from './queue-view.ts';

const task = (id: number, group: string, state: Task['state'] = 'queued', purpose: Purpose = 'run'): Task =>
  ({ id, group, state, work: { kind: 'generate', purpose, settings: { seed: id } } }) as Task;
const waiting = (task: Task, secondsLeft: number | null = task.id): Waiting => ({ task, secondsLeft });
const drawn = (lines: ReturnType<typeof queueLines>) =>
  lines.map(({ running, queued }) => [...running.map(({ task }) => -task.id), ...queued.map(({ task }) => task.id)]);

test('a batch is one line with what runs of it, how many pictures are settled of how many, and when it is through', () => {
  const tasks = [
    task(1, 'a', 'done', 'baseline'),
    task(2, 'a', 'done'),
    task(3, 'a', 'running', 'baseline'),
    task(4, 'a'),
    task(5, 'b'),
  ];
  const lines = queueLines({ running: [waiting(tasks[2]!)], queued: [waiting(tasks[3]!), waiting(tasks[4]!)] }, tasks);
  expect(drawn(lines)).toEqual([[-3, 4], [5]]);
  expect(lines[0]).toMatchObject({ pictures: 2, settled: 1, secondsLeft: 4 });
  expect(lines[1]).toMatchObject({ pictures: 1, settled: 0, secondsLeft: 5 });
});

test('a batch that another came into the middle of is two lines, each with a key of its own', () => {
  const tasks = [task(1, 'a', 'running'), task(2, 'b'), task(3, 'a'), task(4, 'a')];
  const lines = queueLines(
    { running: [waiting(tasks[0]!)], queued: tasks.slice(1).map((task) => waiting(task)) },
    tasks,
  );
  expect(drawn(lines)).toEqual([[-1], [2], [3, 4]]);
  expect(new Set(lines.map(({ key }) => key)).size).toBe(3);
});

test('a line of baselines goes by the pictures that they are for; a rival counts for itself', () => {
  const batch = [task(1, 'a', 'running', 'baseline'), task(2, 'b'), task(3, 'a')];
  const queue = { running: [waiting(batch[0]!)], queued: batch.slice(1).map((task) => waiting(task)) };
  expect(queueLines(queue, batch).map(({ asked }) => asked.map(({ id }) => id))).toEqual([[3], [2], [3]]);
  const compared = [task(1, 'a', 'done', 'baseline'), task(2, 'a', 'done'), task(3, 'a', 'queued', 'rival')];
  const [line] = queueLines({ running: [], queued: [waiting(compared[2]!)] }, compared);
  expect(line).toMatchObject({ asked: [{ id: 3 }], pictures: 1, settled: 0 });
});

test('two devices at work are two lines, each with what waits next of it', () => {
  const tasks = [task(1, 'a', 'running'), task(2, 'b', 'running'), task(3, 'a'), task(4, 'b'), task(5, 'a')];
  const queue = {
    running: tasks.slice(0, 2).map((task) => waiting(task)),
    queued: tasks.slice(2).map((task) => waiting(task)),
  };
  expect(drawn(queueLines(queue, tasks))).toEqual([[-1, 3], [-2, 4], [5]]);
});

test('behind what nobody knows, a line promises nothing', () => {
  const tasks = [task(1, 'a'), task(2, 'a')];
  const [line] = queueLines({ running: [], queued: [waiting(tasks[0]!), waiting(tasks[1]!, null)] }, tasks);
  expect(line!.secondsLeft).toBeNull();
  expect(queueLines({ running: [], queued: [] }, [])).toEqual([]);
});

test('a list of tasks moves before the one that has its new place, or behind all', () => {
  const lists = [[1, 2], [3], [4, 5]];
  expect(moveTo(lists, 2, 0, null)).toEqual({ ids: [4, 5], before: 1 });
  expect(moveTo(lists, 0, 1, null)).toEqual({ ids: [1, 2], before: 4 });
  expect(moveTo(lists, 0, 9, null)).toEqual({ ids: [1, 2], before: null });
  expect(moveTo(lists, 0, 2, 9)).toEqual({ ids: [1, 2], before: 9 });
  expect(moveTo(lists, 0, -1, null)).toBeNull();
  expect(moveTo(lists, 9, 0, null)).toBeNull();
});

test('what only runs cannot be moved, and nothing comes before it', () => {
  expect(moveTo([[], [2], [3]], 1, 0, null)).toBeNull();
  expect(moveTo([[2], [], [3]], 2, 1, null)).toBeNull();
  expect(moveTo([[], [2]], 0, 1, null)).toBeNull();
  expect(moveTo([[], [2], [3]], 2, 0, null)).toEqual({ ids: [3], before: 2 });
});

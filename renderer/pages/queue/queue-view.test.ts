import { expect, test } from 'vitest';
import type { Task } from '../../../preload/contract/task.ts';
import { EMPTY_BOARD, type TaskProgress, withTasks } from '../../stores/task-board.ts';
import { queueView } from './queue-view.ts';

const task = (id: number, part: Partial<Task> = {}, device = 'cpu') =>
  ({
    id,
    state: 'queued',
    priority: 0,
    position: id,
    finishedAt: null,
    work: { settings: { device } },
    ...part,
  }) as Task;
const TEN = () => 10;
const idsOf = (list: readonly { readonly task: Task }[]) => list.map(({ task }) => task.id);

test('tasks wait in the order in which they are worked off: priority, then position', () => {
  const board = withTasks(EMPTY_BOARD, [task(1), task(2, { position: 0.5 }), task(3, { priority: 1 })]);
  expect(idsOf(queueView(board, TEN).queued)).toEqual([3, 2, 1]);
});

test('each waits for all before it on its device, and devices work side by side', () => {
  const progress = new Map([[1, { secondsLeft: 4 } as TaskProgress]]);
  const board = {
    ...withTasks(EMPTY_BOARD, [task(1, { state: 'running' }), task(2), task(3, {}, 'webgpu'), task(4)]),
    progress,
  };
  const { running, queued, secondsLeft } = queueView(board, TEN);
  expect(running.map(({ secondsLeft }) => secondsLeft)).toEqual([4]);
  expect(queued.map(({ secondsLeft }) => secondsLeft)).toEqual([14, 10, 24]);
  expect(secondsLeft).toBe(24);
});

test('behind what nobody knows, nothing is promised', () => {
  const board = withTasks(EMPTY_BOARD, [task(1), task(2)]);
  const known = queueView(board, ({ device }) => (device === 'cpu' ? null : 1));
  expect(known.queued.map(({ secondsLeft }) => secondsLeft)).toEqual([null, null]);
  expect(known.secondsLeft).toBeNull();
  expect(queueView(EMPTY_BOARD, TEN).secondsLeft).toBe(0);
});

test('what is over is shown latest first, failures apart', () => {
  const done = (id: number, finishedAt: string, state: Task['state'] = 'done') => task(id, { state, finishedAt });
  const board = withTasks(EMPTY_BOARD, [
    done(1, '2026-01-01'),
    done(2, '2026-01-03', 'cancelled'),
    done(3, '2026-01-02', 'failed'),
  ]);
  const { settled, failed } = queueView(board, TEN);
  expect([settled.map(({ id }) => id), failed.map(({ id }) => id)]).toEqual([[2, 1], [3]]);
});

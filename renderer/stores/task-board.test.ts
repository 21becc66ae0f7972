import { describe, expect, test } from 'vitest';
import type { Task, TaskEvent } from '../../preload/contract/task.ts';
import type { Purpose } from '../../preload/contract/work.ts';
import { progressInWords, shareDone } from '../words/progress.ts';
import { EMPTY_BOARD, isActive, followedGroup, tasksOfGroup, withAnswers, withEvent, withTasks } from './task-board.ts';

const task = (id: number, { purpose = 'run', ...change }: Partial<Task> & { purpose?: Purpose } = {}): Task =>
  ({ id, group: 'g', work: { kind: 'generate', purpose }, state: 'queued', ...change }) as Task;
const event = (seq: number, taskId: number, event: TaskEvent['event']): TaskEvent => ({ seq, taskId, event });
const call = (call: number) =>
  ({ kind: 'call', call, calls: 51, form: 1, step: 'inherit', seconds: 0.1, secondsLeft: 4 }) as const;

describe('the board of tasks', () => {
  test('follows a task from queued to done', () => {
    const running = [
      event(1, 1, { kind: 'state', task: task(1, { state: 'running' }) }),
      event(2, 1, { kind: 'stage', stage: 'Reading the prompt', detail: null }),
      event(3, 1, call(11)),
      event(4, 1, { kind: 'preview', call: 11, dataUrl: 'data:x' }),
    ].reduce(withEvent, withTasks(EMPTY_BOARD, [task(1)]));
    expect(running.progress.get(1)).toMatchObject({
      call: 11,
      step: 'inherit',
      preview: 'data:x',
      stage: null,
    });
    const done = withEvent(running, event(5, 1, { kind: 'state', task: task(1, { state: 'done', runId: 7 }) }));
    expect([...done.tasks.values()].some(isActive)).toBe(false);
    expect(done.lastSeq).toBe(5);
  });
  test('what a reconnection repeats changes nothing', () => {
    const board = withEvent(EMPTY_BOARD, event(9, 1, call(3)));
    expect(withEvent(board, event(9, 1, call(2)))).toBe(board);
  });
  test('a retried task starts with no progress', () => {
    const board = withEvent(
      withEvent(EMPTY_BOARD, event(1, 1, call(3))),
      event(2, 1, { kind: 'state', task: task(1) }),
    );
    expect(board.progress.has(1)).toBe(false);
  });
  test("the baselines of a grid are the grid's", () => {
    const board = withTasks(EMPTY_BOARD, [
      task(1, { group: 'run', state: 'done' }),
      task(2, { group: 'grid', purpose: 'baseline' }),
      task(3, { group: 'grid', purpose: 'grid' }),
    ]);
    expect(followedGroup(board)).toBe('run');
    expect(followedGroup(withTasks(board, [task(4, { group: 'alone', purpose: 'baseline' })]))).toBe('alone');
  });
  test('the composer follows the batch under way, then the next one, then the newest; never a grid', () => {
    const board = withTasks(EMPTY_BOARD, [
      task(1, { group: 'done', state: 'done' }),
      task(2, { group: 'next', priority: 1, position: 2 }),
      task(3, { group: 'runs', purpose: 'baseline', state: 'running' }),
      task(4, { group: 'runs', priority: 1, position: 3 }),
      task(5, { group: 'last', priority: 1, position: 4 }),
      task(6, { group: 'grid', purpose: 'grid', priority: 1, position: 1 }),
    ]);
    expect(followedGroup(board)).toBe('runs');
    expect(tasksOfGroup(board, 'runs').map(({ id }) => id)).toEqual([3, 4]);
    const over = withTasks(board, [
      task(3, { group: 'runs', state: 'done' }),
      task(4, { group: 'runs', state: 'done' }),
    ]);
    expect(followedGroup(over)).toBe('next');
    const all = [2, 5, 6].map((id) => ({ ...over.tasks.get(id)!, state: 'done' as const }));
    expect(followedGroup(withTasks(over, all))).toBe('last');
  });
});

test('progress in words', () => {
  const progress = withEvent(EMPTY_BOARD, event(1, 1, call(12))).progress.get(1)!;
  expect(progressInWords(progress)).toBe('Call 13 of 51 · inherit step · 4.0 s left');
  expect(shareDone(progress)).toBeCloseTo(13 / 51);
  const decoding = { kind: 'stage', stage: 'decode', detail: 'tile 3 of 9' } as const;
  const board = withEvent(withEvent(EMPTY_BOARD, event(1, 1, call(50))), event(2, 1, decoding));
  expect(progressInWords(board.progress.get(1)!)).toBe('Decoding: tile 3 of 9');
  expect([progressInWords(null), shareDone(null)]).toEqual(['Starting', 0]);
});

test('an answer that comes after the event which outdates it changes nothing', () => {
  const running = withTasks(EMPTY_BOARD, [{ ...task(1), state: 'running' }]);
  expect(withAnswers(running, [{ ...task(1), state: 'queued' }]).tasks.get(1)?.state).toBe('running');
  expect(withAnswers(running, [{ ...task(1), state: 'done' }]).tasks.get(1)?.state).toBe('done');
  expect(withAnswers(EMPTY_BOARD, [task(2)]).tasks.get(2)?.id).toBe(2);
});

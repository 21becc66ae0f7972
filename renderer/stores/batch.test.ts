import { expect, test } from 'vitest';
import type { Task } from '../../preload/contract/task.ts';
import type { Purpose } from '../../preload/contract/work.ts';
import { countPictures, picturesOf, placeInWords, settledOf, withItsRun } from './batch.ts';

const task = (id: number, purpose: Purpose, seed: number, part: Partial<Task> = {}): Task =>
  ({ id, group: 'a', state: 'queued', work: { kind: 'generate', purpose, settings: { seed } }, ...part }) as Task;
const ids = (tasks: readonly Task[]) => tasks.map(({ id }) => id);

const BATCH = [task(1, 'baseline', 7), task(2, 'run', 7), task(3, 'baseline', 8), task(4, 'run', 8)];

test('the pictures of a batch are those that were asked for, not their baselines', () => {
  expect(ids(picturesOf(BATCH))).toEqual([2, 4]);
  expect(ids(picturesOf([task(1, 'baseline', 7), task(2, 'baseline', 8)]))).toEqual([1, 2]);
  expect(countPictures([...BATCH, task(5, 'baseline', 7, { group: 'b' }), task(6, 'grid', 7, { group: 'c' })])).toBe(4);
  expect(countPictures([])).toBe(0);
});

test('a baseline takes along the run that waits for it, and no other; whatever else stands alone', () => {
  expect(ids(withItsRun(BATCH[0]!, BATCH))).toEqual([1, 2]);
  expect(ids(withItsRun(BATCH[1]!, BATCH))).toEqual([2]);
  const made = [task(1, 'baseline', 7), task(2, 'run', 7, { state: 'done' }), task(3, 'grid', 7)];
  expect(ids(withItsRun(made[0]!, made))).toEqual([1]);
});

test('how far a batch is, in pictures; with one picture, in its two', () => {
  const done = (task: Task): Task => ({ ...task, state: 'done' });
  const some = [done(BATCH[0]!), done(BATCH[1]!), BATCH[2]!, BATCH[3]!];
  expect(ids(settledOf(some))).toEqual([2]);
  expect(placeInWords(BATCH)).toBe('picture 1 of 2');
  expect(placeInWords(some)).toBe('picture 2 of 2');
  expect(placeInWords(some.map(done))).toBe('picture 2 of 2');
  expect(placeInWords([done(BATCH[0]!), BATCH[1]!])).toBe('2 of 2');
  expect(placeInWords([BATCH[1]!])).toBe('');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Batches } from './batches.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function collected() {
  const handed: (readonly string[])[] = [];
  return { handed, batches: new Batches<string>(100, (values) => handed.push(values)) };
}

test('what can wait is handed on together', () => {
  const { handed, batches } = collected();
  for (const value of ['a', 'b', 'c']) batches.push(value, false);
  vi.advanceTimersByTime(99);
  expect(handed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(handed).toEqual([['a', 'b', 'c']]);
});

test('what comes later waits anew', () => {
  const { handed, batches } = collected();
  batches.push('a', false);
  vi.advanceTimersByTime(100);
  batches.push('b', false);
  vi.advanceTimersByTime(100);
  expect(handed).toEqual([['a'], ['b']]);
});

test('what is urgent takes along what waits, in order, and leaves nothing', () => {
  const { handed, batches } = collected();
  batches.push('a', false);
  batches.push('b', true);
  expect(handed).toEqual([['a', 'b']]);
  vi.advanceTimersByTime(1000);
  expect(handed).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { Run } from '../../../preload/contract/task.ts';
import { firstPage, withNewest, withNextPage, withoutRuns, withRun } from './run-list.ts';

const run = (id: number, note = '') => ({ id, note, timings: [], warnings: [] }) as unknown as Run;
const page = (ids: readonly number[], nextCursor: number | null, total = 100) => ({
  runs: ids.map((id) => run(id)),
  nextCursor,
  total,
});
const idsOf = ({ runs }: { readonly runs: readonly { readonly id: number }[] }) => runs.map(({ id }) => id);

test('pages follow each other, without the timings', () => {
  const list = withNextPage(firstPage(page([9, 8], 8)), page([7, 6], 6));
  expect(idsOf(list)).toEqual([9, 8, 7, 6]);
  expect(list.nextCursor).toBe(6);
  expect(list.runs[0]).not.toHaveProperty('timings');
});

test('a new run comes on top, and what was loaded below stays', () => {
  const list = withNextPage(firstPage(page([9, 8], 8)), page([7, 6], 6));
  const newer = withNewest(list, page([10, 9], 9, 101));
  expect(idsOf(newer)).toEqual([10, 9, 8, 7, 6]);
  expect({ cursor: newer.nextCursor, total: newer.total }).toEqual({ cursor: 6, total: 101 });
});

test('a first page that is everything replaces what was loaded', () => {
  const list = firstPage(page([9, 8], 8));
  expect(idsOf(withNewest(list, page([9], null, 1)))).toEqual([9]);
});

test('a changed run is shown changed, and a trashed one leaves with the count', () => {
  const list = firstPage(page([9, 8, 7], 7));
  expect(withRun(list, run(8, 'good')).runs[1]).toMatchObject({ id: 8, note: 'good' });
  const left = withoutRuns(list, new Set([9, 4]));
  expect({ ids: idsOf(left), total: left.total }).toEqual({ ids: [8, 7], total: 99 });
});

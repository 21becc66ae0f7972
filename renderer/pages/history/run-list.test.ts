import { expect, test } from 'vitest';
import type { Run } from '../../../preload/contract/task.ts';
import { firstPage, withChanged, withFirst, withNextPage, withoutRuns, withRun } from './run-list.ts';

const run = (id: number, note = '') => ({ id, note, timings: [], warnings: [] }) as unknown as Run;
const behind = (id: number) => ({ id, rank: 0 });
const page = (ids: readonly number[], last: number | null, total = 100) => ({
  runs: ids.map((id) => run(id)),
  nextCursor: last === null ? null : behind(last),
  total,
});
const idsOf = ({ runs }: { readonly runs: readonly { readonly id: number }[] }) => runs.map(({ id }) => id);

test('pages follow each other, without the timings', () => {
  const list = withNextPage(firstPage(page([9, 8], 8)), page([7, 6], 6));
  expect(idsOf(list)).toEqual([9, 8, 7, 6]);
  expect(list.nextCursor).toEqual(behind(6));
  expect(list.runs[0]).not.toHaveProperty('timings');
});

test('one that changed its place since the page before is not there twice', () => {
  const list = withNextPage(firstPage(page([9, 8], 8)), page([7, 9], 9));
  expect(idsOf(list)).toEqual([9, 8, 7]);
});

test('a new run comes on top, and what was loaded below stays', () => {
  const list = withNextPage(firstPage(page([9, 8], 8)), page([7, 6], 6));
  const newer = withFirst(list, page([10, 9], 9, 101));
  expect(idsOf(newer)).toEqual([10, 9, 8, 7, 6]);
  expect({ cursor: newer.nextCursor, total: newer.total }).toEqual({ cursor: behind(6), total: 101 });
});

test.each([
  ['a new run among the first', [9, 10, 8], [9, 10, 8, 7, 6, 5]],
  ['one of those behind has come to the top', [6, 9, 8], [6, 9, 8, 7, 5]],
  ['one of the first is gone', [9, 7, 6], [9, 7, 6, 5]],
  ['the last of the first is new', [9, 8, 10], [9, 8, 10, 7, 6, 5]],
])('in any order: %s', (_, first, ids) => {
  const list = withNextPage(firstPage(page([9, 8, 7], 7)), page([6, 5], 5));
  expect(idsOf(withFirst(list, page(first, first.at(-1)!)))).toEqual(ids);
});

test('so many new ones that none of the first is known: nothing between them and the others is left out', () => {
  const list = firstPage(page([9, 8], 8));
  const newer = withFirst(list, page([30, 29], 29));
  expect(idsOf(newer)).toEqual([30, 29]);
  expect(newer.nextCursor).toEqual(behind(29));
});

test('a new run at the end of a list that was loaded to its end is read', () => {
  const list = withNextPage(firstPage(page([5, 6], 6, 3)), page([7], null, 3));
  expect(list.nextCursor).toBeNull();
  const longer = withFirst(list, page([5, 6], 6, 4));
  expect({ ids: idsOf(longer), cursor: longer.nextCursor }).toEqual({ ids: [5, 6, 7], cursor: behind(6) });
  expect(idsOf(withNextPage(longer, page([7, 8], null, 4)))).toEqual([5, 6, 7, 8]);
});

test('a first page that is everything replaces what was loaded', () => {
  const list = firstPage(page([9, 8], 8));
  expect(idsOf(withFirst(list, page([9], null, 1)))).toEqual([9]);
});

test('a changed run is shown changed, and a trashed one leaves with the count', () => {
  const list = firstPage(page([9, 8, 7], 7));
  expect(withRun(list, run(8, 'good')).runs[1]).toMatchObject({ id: 8, note: 'good' });
  const marked = withChanged(list, new Set([9, 7, 4]), (each) => ({ ...each, favourite: true }));
  expect(marked.runs.filter(({ favourite }) => favourite).map(({ id }) => id)).toEqual([9, 7]);
  const left = withoutRuns(list, new Set([9, 4]));
  expect({ ids: idsOf(left), total: left.total }).toEqual({ ids: [8, 7], total: 99 });
});

import { expect, test } from 'vitest';
import { columnsFor, nearsEnd, scrollTo, windowOf } from './windowing.ts';

const ROWS = { count: 100_000, columns: 5, rowHeight: 200 };

test('of 100,000 pictures only a few rows more than fit are drawn', () => {
  const { from, to, top, totalHeight } = windowOf(ROWS, { scrollTop: 1_000_000, height: 800 });
  expect({ from, top }).toEqual({ from: (5000 - 3) * 5, top: 999_400 });
  expect(to - from).toBe((4 + 6) * 5);
  expect(totalHeight).toBe(4_000_000);
});

test('at both ends the window stays within the list', () => {
  expect(windowOf(ROWS, { scrollTop: 0, height: 800 })).toMatchObject({ from: 0, to: 35, top: 0 });
  expect(windowOf({ ...ROWS, count: 7 }, { scrollTop: 9000, height: 800 })).toMatchObject({ from: 0, to: 7 });
  expect(windowOf({ ...ROWS, count: 0 }, { scrollTop: 0, height: 800 })).toMatchObject({
    from: 0,
    to: 0,
    totalHeight: 0,
  });
});

test('columns fill the width with none narrower than asked, and there is always one', () => {
  expect(columnsFor(800, 180, 10)).toBe(4);
  expect(columnsFor(760, 180, 10)).toBe(4);
  expect(columnsFor(749, 180, 10)).toBe(3);
  expect(columnsFor(90, 180, 10)).toBe(1);
});

test('an item is scrolled to only when it is out of sight', () => {
  const viewport = { scrollTop: 400, height: 800 };
  expect(scrollTo(12, ROWS, viewport)).toBe(400);
  expect(scrollTo(0, ROWS, viewport)).toBe(0);
  expect(scrollTo(30, ROWS, viewport)).toBe(600);
});

test('more is wanted two screens before the end', () => {
  const rows = { count: 100, columns: 5, rowHeight: 200 };
  expect(nearsEnd(rows, { scrollTop: 0, height: 800 })).toBe(false);
  expect(nearsEnd(rows, { scrollTop: 1600, height: 800 })).toBe(true);
});

import { expect, test } from 'vitest';
import { cellBox, fittingSize, formOf } from './cell-size.ts';

const SQUARE = { width: 512, height: 512 };
const TALL = { width: 64, height: 128 };
const GRID = { columns: 4, rows: 2, sheets: 1 };
const ROOM = { width: 1130, height: 712 };

test('a cell has the form of its pictures', () => {
  expect(cellBox(200, SQUARE)).toEqual({ width: 200, height: 200 });
  expect(cellBox(200, TALL)).toEqual({ width: 100, height: 200 });
  expect(cellBox(200, { width: 128, height: 64 })).toEqual({ width: 200, height: 100 });
});

test('every cell fits, and narrow ones are larger where it is the columns that are short of room', () => {
  expect(fittingSize(GRID, ROOM, SQUARE)).toBe((1130 - 130) / 4 - 9);
  // Twice as much across, now less than there is down: 712 - 112 = 600 for two rows, 33 between.
  expect(fittingSize(GRID, ROOM, TALL)).toBe(600 / 2 - 33);
});

test('pictures of several sizes share a square', () => {
  const size = { kind: 'size', values: [TALL, SQUARE], labels: ['a', 'b'] } as never;
  expect(formOf({ axes: [size], settings: TALL as never })).toEqual({ width: 1, height: 1 });
  expect(formOf({ axes: [], settings: TALL as never })).toMatchObject(TALL);
});

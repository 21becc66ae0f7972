import { expect, test } from 'vitest';
import { roved } from './rove.ts';

/** Three cards with a button beside each, the last without. */
const CARDS = [2, 2, 1];
const ROW = [5];

test('up and down go from card to card, left and right within one', () => {
  expect(roved('ArrowDown', { row: 0, column: 0 }, CARDS)).toEqual({ row: 1, column: 0 });
  expect(roved('ArrowDown', { row: 1, column: 1 }, CARDS)).toEqual({ row: 2, column: 0 });
  expect(roved('ArrowUp', { row: 2, column: 0 }, CARDS)).toEqual({ row: 1, column: 0 });
  expect(roved('ArrowRight', { row: 0, column: 0 }, CARDS)).toEqual({ row: 0, column: 1 });
  expect(roved('ArrowLeft', { row: 0, column: 1 }, CARDS)).toEqual({ row: 0, column: 0 });
});

test('the ends are ends, and Home and End lead to them', () => {
  expect(roved('ArrowUp', { row: 0, column: 0 }, CARDS)).toBeNull();
  expect(roved('ArrowDown', { row: 2, column: 0 }, CARDS)).toBeNull();
  expect(roved('ArrowRight', { row: 2, column: 0 }, CARDS)).toBeNull();
  expect(roved('End', { row: 0, column: 1 }, CARDS)).toEqual({ row: 2, column: 0 });
  expect(roved('Home', { row: 2, column: 0 }, CARDS)).toEqual({ row: 0, column: 0 });
});

test('in a single row they lead along it, and other keys are left alone', () => {
  expect(roved('End', { row: 0, column: 1 }, ROW)).toEqual({ row: 0, column: 4 });
  expect(roved('ArrowDown', { row: 0, column: 1 }, ROW)).toBeNull();
  expect(roved('Enter', { row: 0, column: 1 }, ROW)).toBeNull();
});

import { expect, test } from 'vitest';
import { choose, moved, NOTHING, ONLY, without } from './selection.ts';

const ORDER = [9, 8, 7, 6, 5];
const EXTEND = { extend: true, toggle: false };
const TOGGLE = { extend: false, toggle: true };

test('a click selects one, and Ctrl adds to it and takes away', () => {
  const one = choose(NOTHING, ORDER, 8, ONLY);
  const two = choose(one, ORDER, 6, TOGGLE);
  expect([...two.ids]).toEqual([8, 6]);
  expect([...choose(two, ORDER, 8, TOGGLE).ids]).toEqual([6]);
  expect([...choose(two, ORDER, 5, ONLY).ids]).toEqual([5]);
});

test('Shift selects from the anchor, in both directions, as often as wanted', () => {
  const one = choose(NOTHING, ORDER, 7, ONLY);
  const down = choose(one, ORDER, 5, EXTEND);
  expect([...down.ids]).toEqual([7, 6, 5]);
  expect([...choose(down, ORDER, 9, EXTEND).ids]).toEqual([9, 8, 7]);
});

test('keys move within the list; up from the first row stays', () => {
  expect(moved('ArrowDown', 1, 10, 4, 3)).toBe(5);
  expect(moved('ArrowUp', 1, 10, 4, 3)).toBe(1);
  expect(moved('ArrowDown', 7, 10, 4, 3)).toBe(7);
  expect(moved('ArrowRight', 9, 10, 4, 3)).toBe(9);
  expect(moved('End', 0, 10, 4, 3)).toBe(9);
  expect(moved('PageDown', 0, 100, 4, 3)).toBe(12);
  expect(moved('x', 0, 10, 4, 3)).toBeNull();
  expect(moved('Home', 0, 0, 4, 3)).toBeNull();
});

test('what left the list leaves the selection', () => {
  const selection = choose(choose(NOTHING, ORDER, 8, ONLY), ORDER, 6, TOGGLE);
  const kept = without(selection, new Set([6, 5]));
  expect([...kept.ids]).toEqual([8]);
  expect(kept.active).toBeNull();
  expect(without(selection, new Set([9]))).toEqual(selection);
});

import { expect, test } from 'vitest';
import { pinched } from './pinch.ts';
import { WHOLE, zoom } from './viewport.ts';

const PANE = { width: 800, height: 400 };

test('fingers twice as far apart show it twice as large, and what is between them stays there', () => {
  const still = { x: -0.1, y: 0 };
  const view = pinched(WHOLE, { still, from: { x: 0.1, y: 0 }, to: { x: 0.3, y: 0 } }, PANE);
  expect(view.scale).toBeCloseTo(2, 12);
  // The picture's middle was between them at 0, and is at 0.1 now.
  expect(view.x).toBeCloseTo(0.1, 12);
  expect(view.y).toBe(0);
});

test('a pane that is no square measures distances in pixels', () => {
  const still = { x: 0, y: 0 };
  // 80 pixels across become 80 down: nothing grows.
  const view = pinched(zoom(WHOLE, 3), { still, from: { x: 0.1, y: 0 }, to: { x: 0, y: 0.2 } }, PANE);
  expect(view.scale).toBeCloseTo(3, 12);
});

test('fingers that begin in one place do not throw the picture away', () => {
  const still = { x: 0.2, y: 0.2 };
  expect(pinched(WHOLE, { still, from: still, to: { x: 0.4, y: 0.2 } }, PANE)).toEqual(WHOLE);
});

import { expect, test } from 'vitest';
import type { Point } from '../ui/geometry.ts';
import { canPan, fitOf, keyed, pan, type View, WHOLE, zoom } from './viewport.ts';

/** Where on the picture a point of the pane lies. */
const under = ({ scale, x, y }: View, at: Point) => [(at.x - x) / scale, (at.y - y) / scale];

test('what is under the pointer stays under it', () => {
  const at = { x: 0.2, y: -0.3 };
  const near = zoom(zoom(WHOLE, 3, at), 1.5, at);
  expect(near.scale).toBe(4.5);
  expect(under(near, at)[0]).toBeCloseTo(0.2, 12);
  expect(under(near, at)[1]).toBeCloseTo(-0.3, 12);
});

test('zooming out ends at the whole picture, in its place', () => {
  const away = zoom(zoom(WHOLE, 4, { x: 0.5, y: 0.5 }), 0.01, { x: -0.5, y: 0 });
  expect(away).toEqual(WHOLE);
  expect(zoom(WHOLE, 1000).scale).toBe(32);
});

test('the pane never leaves the picture', () => {
  expect(pan(WHOLE, { x: 5, y: 5 })).toEqual(WHOLE);
  expect(pan({ scale: 3, x: 0, y: 0 }, { x: 9, y: -9 })).toEqual({ scale: 3, x: 1, y: -1 });
});

test('keys zoom, move and reset; others are not taken', () => {
  const near = keyed(WHOLE, '+')!;
  expect(near.scale).toBe(1.25);
  expect(keyed(near, 'ArrowRight')!.x).toBeLessThan(0);
  expect(keyed(near, '0')).toEqual(WHOLE);
  expect(keyed(near, 'x')).toBeNull();
});

test('a picture of 64x128 in a window of 1280x640: how much of it the whole one takes, and where its own pixels are', () => {
  const fit = fitOf({ width: 64, height: 128 }, { width: 1280, height: 640 }, 1);
  // 640 high, so 320 wide: five pixels of the window for each of its own.
  expect(fit).toEqual({ x: 0.25, y: 1, least: 0.2, oneToOne: 0.2 });
  expect(fitOf({ width: 64, height: 128 }, { width: 1280, height: 640 }, 2).oneToOne).toBe(0.1);
  expect(fitOf({ width: 2560, height: 640 }, { width: 1280, height: 640 }, 1)).toMatchObject({ y: 0.5, oneToOne: 2 });
});

test('what is smaller than the pane stays in its middle, and what is larger goes to its edges only', () => {
  const narrow = fitOf({ width: 64, height: 128 }, { width: 1280, height: 640 }, 1);
  const twice = zoom(WHOLE, 2, { x: 0.4, y: 0.5 }, narrow);
  expect(twice.x).toBe(0);
  expect(twice.y).toBe(-0.5);
  expect(pan(zoom(WHOLE, 8, { x: 0, y: 0 }, narrow), { x: 9, y: 0 }, narrow).x).toBe((8 * 0.25 - 1) / 2);
  expect(zoom(WHOLE, 0.01, { x: 0, y: 0 }, narrow)).toEqual({ scale: 0.2, x: 0, y: 0 });
  expect([canPan(WHOLE, narrow), canPan(twice, narrow)]).toEqual([false, true]);
});

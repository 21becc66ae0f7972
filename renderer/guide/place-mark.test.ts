import { expect, test } from 'vitest';
import { placeMark } from './place-mark.ts';

const MARK = { width: 280, height: 120 };
const WINDOW = { width: 1440, height: 900 };
const SMALL = { width: 720, height: 450 };

test('beside the control on the wanted side, its arrow at the middle of it', () => {
  expect(placeMark({ x: 80, y: 300, width: 180, height: 60 }, MARK, WINDOW, 'right', [])).toEqual({
    side: 'right',
    x: 272,
    y: 270,
    arrow: 60,
  });
});

test('under a control at the right edge it stays in the window, and the arrow follows the control', () => {
  const run = { x: 1340, y: 8, width: 62, height: 32 };
  expect(placeMark(run, MARK, WINDOW, 'bottom', [])).toEqual({ side: 'bottom', x: 1152, y: 52, arrow: 219 });
});

test('where the wanted side has no room, another has', () => {
  expect(placeMark({ x: 500, y: 200, width: 200, height: 40 }, MARK, SMALL, 'right', []).side).toBe('bottom');
  expect(placeMark({ x: 500, y: 380, width: 200, height: 40 }, MARK, SMALL, 'bottom', []).side).toBe('left');
});

test('what must stay free is never covered while a side is left', () => {
  const anchor = { x: 560, y: 60, width: 120, height: 30 };
  const run = { x: 600, y: 8, width: 60, height: 32 };
  const below = { x: 560, y: 100, width: 200, height: 40 };
  expect(placeMark(anchor, MARK, SMALL, 'bottom', [run, below]).side).toBe('left');
});

test('level with the start of the control where its middle would be under the header', () => {
  const header = { x: 0, y: 0, width: 1440, height: 48 };
  const gain = { x: 1084, y: 60, width: 340, height: 44 };
  expect(placeMark(gain, MARK, WINDOW, 'left', [header])).toMatchObject({ side: 'left', x: 792, y: 60, arrow: 22 });
});

test('without any room it is moved into the window', () => {
  const whole = { x: 0, y: 0, width: 720, height: 450 };
  expect(placeMark(whole, MARK, SMALL, 'right', [])).toMatchObject({ x: 432, y: 165 });
  const notice = { x: 400, y: 200, width: 300, height: 90 };
  expect(placeMark(whole, MARK, SMALL, 'right', [notice])).toMatchObject({ x: 432, y: 72 });
});

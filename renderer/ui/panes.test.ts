import { expect, test } from 'vitest';
import { arrange, boundsOf, TAB, toggled, usualSize } from './panes.ts';

const HEADER = 48;
const RAIL = { wide: 64, narrow: 48 };
const NONE: ReadonlySet<never> = new Set();
const roomOf = (width: number, height: number) => ({
  width: width - (width < 900 ? RAIL.narrow : RAIL.wide),
  height: height - HEADER,
});
const wantedIn = (room: { width: number; height: number }) => ({
  left: usualSize('left', room),
  inspector: usualSize('inspector', room),
  bottom: usualSize('bottom', room),
});
const tabsAt = (width: number, height: number) => {
  const room = roomOf(width, height);
  return [...arrange(room, wantedIn(room), NONE).tabs].toSorted();
};

test('panes become tabs one after the other, as room gets short', () => {
  expect(tabsAt(2560, 1440)).toEqual([]);
  expect(tabsAt(1440, 900)).toEqual([]);
  expect(tabsAt(1024, 700)).toEqual([]);
  expect(tabsAt(900, 600)).toEqual(['left']);
  expect(tabsAt(720, 450)).toEqual(['bottom', 'inspector', 'left']);
});

test.each([720, 768, 900, 1024, 1280, 1440, 2560])('at %i pixels the middle is never squeezed away', (width) => {
  for (const opened of [[], ['left'], ['inspector'], ['bottom']] as const) {
    const room = roomOf(width, 600);
    const { sizes, tabs } = arrange(room, wantedIn(room), new Set(opened));
    const middle = room.width - sizes.left - sizes.inspector - [...tabs].filter((tab) => tab !== 'bottom').length * TAB;
    expect(middle).toBeGreaterThanOrEqual(280);
    expect(room.height - sizes.bottom).toBeGreaterThanOrEqual(200);
  }
});

test('the picture of the inspector has 320 pixels on a window of 1440, whatever was dragged', () => {
  const room = roomOf(1440, 900);
  const margins = 2 * 14 + 1 + 10;
  expect(boundsOf('inspector', room).min - margins).toBeGreaterThanOrEqual(320);
  expect(usualSize('inspector', roomOf(2560, 1440))).toBeGreaterThan(500);
});

test('a tab opens in place of the other side’s, and closes again', () => {
  const left = toggled(NONE, 'left');
  expect([...toggled(left, 'inspector')]).toEqual(['inspector']);
  expect([...toggled(left, 'bottom')].toSorted()).toEqual(['bottom', 'left']);
  expect(toggled(left, 'left').size).toBe(0);
});

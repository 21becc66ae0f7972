import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1000 };
const ON_SECOND = { bounds: { x: 2000, y: 40, width: 1000, height: 700 }, maximized: false };

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'heirloom-window-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what was written is read back', () => {
  writeWindowState(join(folder, 'window.json'), ON_SECOND);
  expect(readWindowState(join(folder, 'window.json'))).toEqual(ON_SECOND);
});

test('a file that is missing or was cut short is as if there had been none', () => {
  writeFileSync(join(folder, 'cut.json'), '{"bounds":{"x":1');
  expect(readWindowState(join(folder, 'cut.json'))).toBeNull();
  expect(readWindowState(join(folder, 'missing.json'))).toBeNull();
});

test('the window opens where it was', () => {
  expect(placeWindow(ON_SECOND, [SCREEN, SECOND])).toEqual(ON_SECOND.bounds);
});

test('a window whose screen is gone opens on the one that is left', () => {
  expect(placeWindow(ON_SECOND, [SCREEN])).toEqual({ width: 1440, height: 900 });
});

test('the first window is no larger than the screen', () => {
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1366, height: 728 }])).toEqual({ width: 1366, height: 728 });
});

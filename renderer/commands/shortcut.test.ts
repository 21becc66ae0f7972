import { expect, test } from 'vitest';
import { ariaShortcut, keysOf, matches } from './shortcut.ts';

const press = (key: string, modifiers: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

test('Mod is Cmd on a Mac and Ctrl elsewhere', () => {
  expect(matches('Mod+Z', press('z', { ctrlKey: true }), false)).toBe(true);
  expect(matches('Mod+Z', press('z', { metaKey: true }), true)).toBe(true);
  expect(matches('Mod+Z', press('z', { ctrlKey: true }), true)).toBe(false);
});

test('Shift tells undo from redo', () => {
  const redo = press('Z', { ctrlKey: true, shiftKey: true });
  expect(matches('Mod+Shift+Z', redo, false)).toBe(true);
  expect(matches('Mod+Z', redo, false)).toBe(false);
});

test('a letter alone is not that letter with Ctrl', () => {
  expect(matches('C', press('c'), false)).toBe(true);
  expect(matches('C', press('c', { ctrlKey: true }), false)).toBe(false);
});

test('a sign counts however the keyboard makes it', () => {
  expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true);
  expect(matches('?', press('?'), false)).toBe(true);
  expect(matches('Plus', press('+', { shiftKey: true }), false)).toBe(true);
  expect(matches('Space', press(' ', { shiftKey: true }), false)).toBe(false);
});

test('as key caps and for screen readers', () => {
  expect(keysOf('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keysOf('ArrowLeft', true)).toEqual(['←']);
  expect(keysOf('Mod+Z', true)).toEqual(['⌘', 'Z']);
  expect(ariaShortcut('Mod+Enter', false)).toBe('Control+Enter');
});

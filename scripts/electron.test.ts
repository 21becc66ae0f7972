import { expect, test } from 'vitest';
import { whyNotHere } from './electron.mjs';

test('a Linux without a screen, and root, get the studio in the browser and are told why', () => {
  expect(whyNotHere({}, 'linux', 1000)).toContain('no screen');
  expect(whyNotHere({ DISPLAY: ':0' }, 'linux', 0)).toContain('root');
});

test('who sits in front of the machine gets a window', () => {
  expect(whyNotHere({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1000)).toBeNull();
  expect(whyNotHere({}, 'darwin', 501)).toBeNull();
  expect(whyNotHere({}, 'win32')).toBeNull();
});

import { expect, test } from 'vitest';
import type { MenuCommand } from '../../preload/bridge.ts';
import { acceleratorOf } from './accelerator.ts';
import { menuTemplate } from './menu-template.ts';

const NOTHING = { openData() {}, openLogs() {}, command() {} };
const RUN: MenuCommand = { id: 'run', title: 'Run & compare', shortcut: 'Mod+Enter', section: 'Run', enabled: false };
const THEME: MenuCommand = { id: 'theme', title: 'Switch theme', shortcut: null, section: 'View', enabled: true };

test.each([
  ['Mod+Shift+z', 'CommandOrControl+Shift+Z'],
  ['Mod+Enter', 'CommandOrControl+Enter'],
  ['Mod+Alt+Enter', 'CommandOrControl+Alt+Enter'],
  ['ArrowLeft', 'Left'],
  ['?', '?'],
  ['Mod+Hyper+K', null],
  ['Wheel', null],
])('%s is shown as %s', (shortcut, shown) => expect(acceleratorOf(shortcut)).toBe(shown));

test('a section is a menu, and its keys are left to the page', () => {
  const menu = menuTemplate([RUN, THEME], NOTHING, 'linux').find(({ label }) => label === 'Run');
  expect(menu?.submenu).toMatchObject([
    {
      id: 'run',
      label: 'Run && compare',
      accelerator: 'CommandOrControl+Enter',
      registerAccelerator: false,
      enabled: false,
    },
  ]);
});

test('what is about the view joins the menu of that name', () => {
  const views = menuTemplate([RUN, THEME], NOTHING, 'linux').filter(({ label }) => label?.endsWith('View'));
  expect(views).toHaveLength(1);
  expect(views[0]!.submenu).toMatchObject([
    { id: 'theme' },
    { type: 'separator' },
    { role: 'reload' },
    {},
    {},
    {},
    {},
    {},
    {},
    {},
  ]);
});

test('help is the last menu, where there is any', () => {
  const help: MenuCommand = { id: 'guide', title: 'The first minute', shortcut: null, section: 'Help', enabled: true };
  const menus = menuTemplate([help, RUN], NOTHING, 'linux');
  expect(menus.at(-1)).toMatchObject({ role: 'help', label: '&Help', submenu: [{ id: 'guide' }] });
  expect(menus.filter(({ label }) => label?.endsWith('Help'))).toHaveLength(1);
  expect(menuTemplate([RUN], NOTHING, 'linux').at(-1)).toEqual({ role: 'windowMenu' });
});

test('a chosen command is passed on by its id', () => {
  const given: string[] = [];
  const menus = menuTemplate([RUN], { ...NOTHING, command: (id) => void given.push(id) }, 'win32');
  const [item] = menus.find(({ label }) => label === 'Run')!.submenu as { click(): void }[];
  item!.click();
  expect(given).toEqual(['run']);
});

test('on macOS a letter alone stays with the page', () => {
  const menus = menuTemplate([{ ...RUN, shortcut: 'C' }], NOTHING, 'darwin');
  expect(menus.find(({ label }) => label === 'Run')!.submenu).not.toMatchObject([{ accelerator: 'C' }]);
});

test('macOS has its own menu first, and closes windows where others quit', () => {
  const roles = (platform: NodeJS.Platform) => JSON.stringify(menuTemplate([], NOTHING, platform));
  expect(menuTemplate([], NOTHING, 'darwin')[0]).toEqual({ role: 'appMenu' });
  expect(roles('darwin')).toContain('"close"');
  expect(roles('win32')).toContain('"quit"');
});

/** What the menus show, for each platform. Nothing here runs in Electron: `menu.ts` does. */
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../preload/bridge.ts';
import { acceleratorOf } from './accelerator.ts';

export interface MenuActions {
  openData(): void;
  openLogs(): void;
  /** A command of the page was chosen. */
  command(id: string): void;
}

/** The section that joins the menu of that name which every program has. */
const VIEW = 'View';
/** The section that is the last menu, where people look for it. */
const HELP = 'Help';

/** The standard menus with their standard shortcuts, and the page's commands: a section is a menu. */
export function menuTemplate(
  commands: readonly MenuCommand[],
  actions: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const sections = [...new Set(commands.map(({ section }) => section))];
  const itemsOf = (section: string) =>
    commands.filter((command) => command.section === section).map((command) => commandItem(command, actions, mac));
  const [view, help] = [itemsOf(VIEW), itemsOf(HELP)];
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Data Folder', click: () => actions.openData() },
        { label: 'Open Log Folder', click: () => actions.openLogs() },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    ...sections
      .filter((section) => section !== VIEW && section !== HELP)
      .map((section) => ({ label: section.replaceAll('&', '&&'), submenu: itemsOf(section) })),
    {
      label: '&View',
      submenu: [
        ...view,
        ...(view.length > 0 ? [{ type: 'separator' } as const] : []),
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    ...(help.length > 0 ? [{ role: 'help', label: '&Help', submenu: help } as const] : []),
  ];
}

/**
 * The key is shown and not taken: the page hears it itself. macOS knows no key that is only shown, and gives a menu what the
 * page left; a letter alone must then not be the menu's, or it would be missing where somebody types.
 */
function commandItem(
  { id, title, shortcut, enabled }: MenuCommand,
  { command }: MenuActions,
  mac: boolean,
): MenuItemConstructorOptions {
  const accelerator = shortcut === null ? null : acceleratorOf(shortcut);
  const shown = accelerator !== null && (!mac || accelerator.includes('CommandOrControl'));
  return {
    id,
    label: title.replaceAll('&', '&&'),
    enabled,
    click: () => command(id),
    ...(shown ? { accelerator, registerAccelerator: false } : {}),
  };
}

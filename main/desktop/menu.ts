import { Menu, shell, type WebContents } from 'electron';
import { z } from 'zod';
import { CHANNEL, type MenuCommand } from '../../preload/bridge.ts';
import type { DataFolder } from '../history/files/data-folder.ts';
import { menuTemplate } from './menu-template.ts';
import { onMessage } from './sender.ts';

/** Far above what the page has; a list that is longer is not the page's. */
const MOST_COMMANDS = 200;
const text = z.string().min(1).max(100);
const menuCommands = z
  .array(z.strictObject({ id: text, title: text, shortcut: text.nullable(), section: text, enabled: z.boolean() }))
  .max(MOST_COMMANDS);

/** The standard menus at once; the page's commands when it tells them, and again whenever they change. */
export function setupMenu(folder: DataFolder): void {
  let page: WebContents | null = null;
  let shown: readonly MenuCommand[] = [];
  const actions = {
    openData: () => void shell.openPath(folder.path),
    openLogs: () => void shell.openPath(folder.logs),
    command: (id: string) => {
      if (page && !page.isDestroyed()) page.send(CHANNEL.command, id);
    },
  };
  const show = (commands: readonly MenuCommand[]) => {
    shown = commands;
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(commands, actions, process.platform)));
  };
  show([]);
  onMessage(CHANNEL.commands, ({ sender }, message) => {
    const told = menuCommands.safeParse(message);
    if (!told.success) return;
    page = sender;
    // A menu that is made anew closes under the pointer: most of the time only what can be given changes.
    if (sameBut(shown, told.data)) enable(told.data);
    else show(told.data);
  });
}

function sameBut(before: readonly MenuCommand[], now: readonly MenuCommand[]): boolean {
  const fixed = (commands: readonly MenuCommand[]) =>
    JSON.stringify(commands.map(({ id, title, shortcut, section }) => [id, title, shortcut, section]));
  return fixed(before) === fixed(now);
}

function enable(commands: readonly MenuCommand[]): void {
  const menu = Menu.getApplicationMenu();
  for (const { id, enabled } of commands) {
    const item = menu?.getMenuItemById(id);
    if (item) item.enabled = enabled;
  }
}

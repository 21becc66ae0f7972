import { Menu, type MenuItemConstructorOptions, shell } from 'electron';
import type { DataFolder } from '../history/data-folder.ts';

/**
 * The standard menus with their standard shortcuts. What the studio itself can be asked has its keys in the page, which sees a
 * key before the menu does.
 */
export function setupMenu(folder: DataFolder): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menus(folder, process.platform)));
}

export function menus(folder: DataFolder, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Data Folder', click: () => void shell.openPath(folder.path) },
        { label: 'Open Log Folder', click: () => void shell.openPath(folder.logs) },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
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
  ];
}

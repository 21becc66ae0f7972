/** What only the desktop has: its bridge, its protocols, and that nobody but the studio's page may use them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, Dialog, IpcMain, Menu, Shell } from 'electron';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge, StudioFolder } from '../preload/bridge.ts';
import { chromiumPath } from './hosts/chromium.ts';
import { openOnDesktop, type OpenDesktop } from './hosts/desktop.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { ViewerPage } from './pages/viewer-page.ts';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';

interface Electron {
  readonly dialog: Dialog;
  readonly Menu: typeof Menu;
  readonly BrowserWindow: typeof BrowserWindow;
  readonly ipcMain: IpcMain;
  readonly shell: Shell;
}

declare const heirloom: Bridge;

const START_MS = 60_000;

describe.skipIf(!existsSync(chromiumPath()))('the desktop', () => {
  let folder: string;
  let desktop: OpenDesktop;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-desktop-'));
    desktop = await openOnDesktop(folder);
    await new ComposerPage(desktop.page).opened();
  }, START_MS);
  afterAll(async () => {
    await desktop?.quit();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  test('a data folder that cannot be made is said, and the program ends', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const { status, stderr } = spawnSync(join(root, 'e2e', 'stand-in', 'electron'), [root], {
      encoding: 'utf8',
      env: { ...process.env, HEIRLOOM_DATA: join(folder, 'a-file', 'data'), HEIRLOOM_NODE: process.execPath },
    });
    expect(status).toBe(1);
    expect(stderr).toContain(
      `Heirloom cannot start: ${join(folder, 'a-file', 'data')}: the data folder cannot be made`,
    );
    expect(stderr).toContain('Give another folder');
  });

  test("the system's dialog answers which model was chosen", async () => {
    await desktop.app.evaluate(({ dialog }: Electron) => {
      dialog.showOpenDialog = (...given: unknown[]) => {
        const { properties } = given.at(-1) as { properties: string[] };
        return Promise.resolve({ canceled: false, filePaths: [`/models/${properties.join()}`] });
      };
    });
    expect(await desktop.page.evaluate(() => heirloom.chooseModel('folder'))).toBe('/models/openDirectory');
    expect(await desktop.page.evaluate(() => heirloom.chooseModel('file'))).toBe('/models/openFile');
  });

  test('a question that is none is refused', async () => {
    const asked = desktop.page.evaluate(() => heirloom.chooseModel('anything' as 'file'));
    await expect(asked).rejects.toThrow(/invalid/i);
  });

  test('a folder of the studio is shown, and no other', async () => {
    await desktop.app.evaluate(({ shell }: Electron) => {
      shell.openPath = (path) => Promise.resolve(`asked for ${path}`);
    });
    const asked = (kind: StudioFolder) => desktop.page.evaluate((each) => heirloom.reveal(each), kind);
    await expect(asked('logs')).rejects.toThrow(`asked for ${join(folder, 'logs')}`);
    await expect(asked('/etc' as 'logs')).rejects.toThrow(/invalid/i);
  });

  test('a picture of the history is shown in its folder, and nothing else', async () => {
    const shown = await desktop.app.evaluateHandle(({ shell }: Electron) => {
      const paths: string[] = [];
      shell.showItemInFolder = (path) => void paths.push(path);
      return paths;
    });
    const id = 'c'.repeat(64);
    await mkdir(join(folder, 'pictures', 'cc'), { recursive: true });
    await writeFile(join(folder, 'pictures', 'cc', `${id}.png`), '');
    const asked = (picture: string) => desktop.page.evaluate((each) => heirloom.revealPicture(each), picture);
    await asked(id);
    expect(await shown.jsonValue()).toEqual([join(folder, 'pictures', 'cc', `${id}.png`)]);
    await expect(asked('d'.repeat(64))).rejects.toThrow(/not in the data folder/);
    await expect(asked('../history.sqlite')).rejects.toThrow(/invalid/i);
  });

  test('a command from a menu is given in the page', async () => {
    await desktop.app.evaluate(({ BrowserWindow }: Electron) =>
      BrowserWindow.getAllWindows()[0]!.webContents.send('heirloom:command', 'page-queue'),
    );
    await desktop.page.waitForURL(/#\/queue$/);
  });

  test('the page tells its commands, with what can be given now', async () => {
    const told = desktop.app.evaluate(
      ({ ipcMain }: Electron) =>
        new Promise<unknown>((resolve) =>
          ipcMain.once('heirloom:commands', (_, commands) => resolve(commands as unknown)),
        ),
    );
    await desktop.page.getByRole('link', { name: 'Compose' }).click();
    expect(await told).toContainEqual({
      id: 'page-history',
      title: 'History',
      shortcut: 'Mod+3',
      section: 'Go to',
      enabled: true,
    });
  });

  test('the menus have the commands of the page, and give them', async () => {
    const item = await desktop.app.evaluate(({ Menu }: Electron) => {
      const found = Menu.getApplicationMenu()!.getMenuItemById('page-models')!;
      found.click();
      return { label: found.label, accelerator: found.accelerator, registered: found.registerAccelerator };
    });
    expect(item).toEqual({
      label: 'Models',
      accelerator: expect.stringMatching(/^CommandOrControl\+\d$/),
      registered: false,
    });
    await desktop.page.waitForURL(/#\/models$/);
  });

  test('commands that are none change no menu', async () => {
    await desktop.page.evaluate(() => heirloom.setCommands([{ id: 'odd' }] as never));
    const found = desktop.app.evaluate(
      ({ Menu }: Electron) => Menu.getApplicationMenu()!.getMenuItemById('odd') !== null,
    );
    expect(await found).toBe(false);
  });

  test('there is no picture but those of the history', async () => {
    const statusOf = (path: string) => desktop.page.evaluate(async (each) => (await fetch(each)).status, path);
    expect(await statusOf(`/picture/${'0'.repeat(64)}`)).toBe(404);
    expect(await statusOf('/picture/..%2f..%2fpackage.json')).toBe(404);
    expect(await statusOf('/%')).toBe(404);
    expect(await statusOf('/index.html')).toBe(200);
  });

  test('a picture of the history is dragged out as a file with a name', async () => {
    await desktop.app.evaluate(({ BrowserWindow }: Electron) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      webContents.startDrag = ({ file }) => void Object.assign(globalThis, { dragged: file });
    });
    const composer = await new ComposerPage(desktop.page).open();
    await composer.setSteps(10);
    await composer.makeComparison();
    const history = await new HistoryPage(desktop.page).open();
    await history.runs.first().dispatchEvent('dragstart');
    const dragged = () => desktop.app.evaluate(() => (globalThis as unknown as { dragged?: string }).dragged);
    await expect.poll(dragged).toMatch(/heirloom-\d+-seed-\d+\.png$/);
    const bytes = await readFile((await dragged())!);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    // Saved, it is fetched from the page's own origin: by the rules of the web nothing else can be.
    await desktop.page.evaluate(() => {
      const { HTMLAnchorElement } = globalThis as unknown as { HTMLAnchorElement: { prototype: { click(): void } } };
      HTMLAnchorElement.prototype.click = function click(this: { href?: string }) {
        Object.assign(globalThis, { savedFrom: this.href });
      };
    });
    await history.runs.first().click({ button: 'right' });
    await new ViewerPage(desktop.page).item(/^Save as/).click();
    const savedFrom = () =>
      desktop.page.evaluate(() => (globalThis as unknown as { savedFrom?: string }).savedFrom ?? '');
    const origin = await desktop.page.evaluate<string>('location.origin');
    await expect.poll(savedFrom).toMatch(new RegExp(`^${origin}/picture/[0-9a-f]{64}$`));
  });

  test('the page may load nothing from the network', async () => {
    const reached = await desktop.page.evaluate(() =>
      fetch('https://example.com')
        .then(() => true)
        .catch(() => false),
    );
    expect(reached).toBe(false);
  });

  test('the menu has what every program has', async () => {
    const labels = await desktop.app.evaluate(({ Menu }: Electron) => {
      const items = Menu.getApplicationMenu()?.items ?? [];
      return items.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : (submenu?.items ?? [])));
    });
    expect(labels.map(({ label }) => label)).toEqual(expect.arrayContaining(['Open Data Folder', 'Open Log Folder']));
  });

  test('the page that says what went wrong is answered nothing', async () => {
    await desktop.app.evaluate(({ BrowserWindow }: Electron) =>
      BrowserWindow.getAllWindows()[0]!.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 }),
    );
    await desktop.page.getByRole('heading', { name: 'The window stopped working' }).waitFor();
    expect(await desktop.page.getByRole('main').textContent()).toContain('It ran out of memory.');
    const asked = desktop.page.evaluate(() => heirloom.chooseModel('file'));
    await expect(asked).rejects.toThrow('Only the studio may ask this');
    expect(await readFile(join(folder, 'logs', 'desktop.log'), 'utf8')).toContain('process is gone: oom (5)');
  });

  test('the window remembers where it was', async () => {
    await desktop.quit();
    const state = JSON.parse(await readFile(join(folder, 'desktop', 'window.json'), 'utf8')) as unknown;
    expect(state).toMatchObject({ bounds: { width: 1440, height: 900 }, maximized: false });
  });
});

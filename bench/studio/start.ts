import { openOnDesktop } from '../../e2e/hosts/desktop.ts';
import { startServer } from '../../e2e/hosts/serve.ts';
import { ComposerPage } from '../../e2e/pages/composer-page.ts';
import { WINDOW, withBrowser, withDataFolder } from './browser.ts';
import { type Row, row } from './row.ts';

const REPEATS = 7;

/** From a start to a composer that can be used. */
export async function start(): Promise<Row[]> {
  const served = await withBrowser((browser) =>
    repeated(async (folder) => {
      const began = performance.now();
      const server = await startServer(folder);
      const printed = performance.now();
      const context = await browser.newContext({ viewport: WINDOW });
      const page = await context.newPage();
      const asked = performance.now();
      await page.goto(server.address);
      await new ComposerPage(page).opened();
      const opened = performance.now();
      await page.reload();
      await new ComposerPage(page).opened();
      const reloaded = performance.now();
      await context.close();
      await server.quit();
      return { server: printed - began, page: opened - asked, reload: reloaded - opened };
    }),
  );
  const desktop = await repeated(async (folder) => {
    const began = performance.now();
    const { page, quit } = await openOnDesktop(folder);
    await new ComposerPage(page).opened();
    const opened = performance.now();
    await quit();
    return opened - began;
  });
  return [
    row(
      'heirloom serve: from the command to the address',
      'ms',
      served.map(({ server }) => server),
    ),
    row(
      'a browser: from the address to the composer, by way of the welcome',
      'ms',
      served.map(({ page }) => page),
    ),
    row(
      '... and again, reloaded',
      'ms',
      served.map(({ reload }) => reload),
    ),
    row('desktop, on the stand-in and with a Chromium to start: from the command to the composer', 'ms', desktop),
  ];
}

/** Each time in a new data folder. The first one, which reads everything from the disk, does not count. */
async function repeated<T>(measure: (folder: string) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let time = 0; time <= REPEATS; time += 1) all.push(await withDataFolder(measure));
  return all.slice(1);
}

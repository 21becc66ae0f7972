/**
 * `npm run screenshots`: uses the built studio as a person would, and keeps a picture of every page, dark and light, in
 * docs/images. To see only some pages: `npm run screenshots -- grid history`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openServed } from './hosts/serve.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { root } from './root.ts';

const FOLDER = process.env['HEIRLOOM_SCREENSHOTS'] ?? join(root, 'docs', 'images');
const PAGES = ['compose', 'grid', 'history', 'compare', 'queue', 'models'] as const;
const THEMES = ['dark', 'light'] as const;
const GRID_MS = 180_000;

const wanted = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'heirloom-screenshots-'));
const studio = await openServed(folder);
const { page } = studio;
try {
  const composer = await new ComposerPage(page).opened();
  await composer.prompt.fill('a red fox, 3d');
  await composer.prompt.press('Escape');
  await composer.makeComparison();
  await composer.prompt.fill('a blue whale');
  await composer.prompt.press('Escape');
  await composer.choosePreset('CO3');
  await composer.makeComparison();
  await go(page, 'grid');
  await page.getByRole('button', { name: 'Make the grid' }).click();
  await page.getByText(/(\d+) of \1 cells made/).waitFor({ timeout: GRID_MS });
  for (const name of PAGES.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    await go(page, name);
    await settle(page);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await settle(page);
      await page.screenshot({ path: join(FOLDER, `studio-${name}-${theme}.png`) });
    }
  }
} finally {
  await studio.quit();
  await rm(folder, { recursive: true, force: true });
}

async function go(page: Page, name: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/${name}`);
}

/** Until every picture is there and nothing moves. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.evaluate(async () => {
    const images = (globalThis as unknown as { document: { images: Iterable<{ decode(): Promise<void> }> } }).document
      .images;
    await Promise.all([...images].map((image) => image.decode().catch(() => {})));
  });
  await page.waitForTimeout(600);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { CHROMIUM_FLAGS, chromiumPath } from '../../e2e/hosts/chromium.ts';
import { startServer } from '../../e2e/hosts/serve.ts';
import { ComposerPage } from '../../e2e/pages/composer-page.ts';

/** A window of this size is what the composer is drawn for. */
export const WINDOW = { width: 1440, height: 900 } as const;

/** A Chromium without a screen for `work`; it draws in software, which is slower than any screen's. */
export async function withBrowser<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A data folder for `work`, thrown away afterwards. */
export async function withDataFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'heirloom-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface OpenStudio {
  readonly server: Awaited<ReturnType<typeof startServer>>;
  readonly browser: Browser;
  readonly page: Page;
  readonly composer: ComposerPage;
}

/** `heirloom serve` on a new data folder, and a browser that shows its composer. */
export async function withStudio<T>(work: (studio: OpenStudio) => Promise<T>): Promise<T> {
  return await withDataFolder(async (folder) => {
    const server = await startServer(folder);
    try {
      return await withBrowser(async (browser) => {
        const page = await browser.newPage({ viewport: WINDOW });
        await page.goto(server.address);
        return await work({ server, browser, page, composer: await new ComposerPage(page).opened() });
      });
    } finally {
      await server.quit();
    }
  });
}

/** What only the browser has: a connection that may break. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from 'playwright';
import { CHROMIUM_FLAGS, chromiumPath } from './hosts/chromium.ts';
import type { OpenStudio } from './hosts/host.ts';
import { openServed, startServer } from './hosts/serve.ts';
import { ComposerPage } from './pages/composer-page.ts';

const RUN_MS = 90_000;
const START_MS = 60_000;
const SOON = { timeout: 30_000 };

describe.skipIf(!existsSync(chromiumPath()))('heirloom serve, in a browser', () => {
  let folder: string;
  let studio: OpenStudio;
  let composer: ComposerPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-serve-'));
    studio = await openServed(folder);
    await studio.page.addInitScript(REMEMBER_SOCKETS);
    await studio.page.reload();
    composer = await new ComposerPage(studio.page).opened();
  }, START_MS);
  afterAll(async () => {
    await studio?.quit();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  test('a run is followed to its end over a connection that broke on the way', async () => {
    await composer.setSteps(50);
    await composer.run.click();
    await composer.progress.waitFor();
    expect(await studio.page.evaluate<number>('dropSockets()')).toBe(1);
    await composer.slider.waitFor({ timeout: RUN_MS });
    expect(await composer.pictureWidths()).not.toContain(0);
    expect(await studio.page.getByText(/connection to Heirloom is lost/i).count()).toBe(0);
  });
});

describe.skipIf(!existsSync(chromiumPath()))('heirloom serve, started anew', () => {
  test('a page that it no longer knows takes the new address, and goes on where it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heirloom-serve-'));
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_FLAGS] });
    const first = await startServer(folder);
    const page = await browser.newPage();
    await page.goto(`${first.address}#/queue`);
    await expect.poll(() => page.title(), SOON).toBe('Queue · Heirloom');
    await first.quit();
    const second = await startServer(folder, Number(new URL(first.address).port));
    try {
      const address = page.getByRole('textbox', { name: 'Address that Heirloom printed' });
      await address.fill('http://elsewhere/');
      await page.getByRole('button', { name: 'Open', exact: true }).click();
      await page.getByText('no address with a token').waitFor();
      await address.fill(second.address);
      await address.press('Enter');
      await address.waitFor({ state: 'detached' });
      await expect.poll(() => page.title(), SOON).toBe('Queue · Heirloom');
      expect(new URL(page.url()).searchParams.has('token')).toBe(false);
    } finally {
      await browser.close();
      await second.quit();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** In the page: its sockets, to be ended as a network does it, with nothing said to the other end's program. */
const REMEMBER_SOCKETS = `
  const sockets = new Set();
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      sockets.add(this);
      this.addEventListener('close', () => sockets.delete(this));
    }
  };
  globalThis.dropSockets = () => {
    const dropped = sockets.size;
    for (const socket of sockets) socket.close();
    return dropped;
  };
`;

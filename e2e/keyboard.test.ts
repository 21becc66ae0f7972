/** The studio by keys alone: shortcuts whatever has the focus, popups that give it back. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './hosts/chromium.ts';
import type { OpenStudio } from './hosts/host.ts';
import { openServed } from './hosts/serve.ts';
import { ComposerPage } from './pages/composer-page.ts';

const FEW_STEPS = 12;
const START_MS = 60_000;

describe.skipIf(!existsSync(chromiumPath()))('the keyboard', () => {
  let folder: string;
  let studio: OpenStudio;
  let composer: ComposerPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-keyboard-'));
    studio = await openServed(folder);
    composer = await new ComposerPage(studio.page).opened();
  }, START_MS);
  afterAll(async () => {
    await studio?.quit();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  const button = (name: RegExp) => studio.page.getByRole('button', { name });
  const dialog = () => studio.page.getByRole('dialog');
  const hasFocus = (locator: Locator) => locator.evaluate((element) => element.matches(':focus'));

  test.each([/^Seed:/, /^Sampling:/, /^Model:/])(
    '%s opens with Enter, takes the focus and gives it back',
    async (name) => {
      await button(name).focus();
      await studio.page.keyboard.press('Enter');
      await dialog().waitFor();
      await expect.poll(() => hasFocus(dialog().locator(':focus'))).toBe(true);
      await studio.page.keyboard.press('Escape');
      await expect.poll(() => hasFocus(button(name))).toBe(true);
      expect(await dialog().count()).toBe(0);
    },
  );

  test('the list of shortcuts gives the focus back', async () => {
    await composer.inheritance.focus();
    await studio.page.keyboard.press('?');
    await dialog().waitFor();
    await studio.page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(composer.inheritance)).toBe(true);
  });

  test('Ctrl Enter runs, and nothing else, from a button that Enter would press', async () => {
    await composer.setSteps(FEW_STEPS);
    expect(await hasFocus(button(/^Sampling:/))).toBe(true);
    await studio.page.keyboard.press('Control+Enter');
    await composer.progress.waitFor();
    expect(await dialog().count()).toBe(0);
    await composer.run.waitFor();
  });

  test('a letter in a popup is not meant for the page behind it', async () => {
    const before = await composer.mask.textContent();
    await button(/^Model:/).click();
    await dialog().waitFor();
    await studio.page.keyboard.press('Shift+I');
    await studio.page.keyboard.press('Escape');
    expect(await composer.mask.textContent()).toBe(before);
    await studio.page.keyboard.press('Shift+I');
    await expect.poll(() => composer.mask.textContent()).not.toBe(before);
    await studio.page.keyboard.press('Control+z');
    await expect.poll(() => composer.mask.textContent()).toBe(before);
  });

  test('each page has its number', async () => {
    for (const [index, page] of ['compose', 'grid', 'history', 'compare', 'queue', 'models'].entries()) {
      await studio.page.keyboard.press(`Control+${index + 1}`);
      await studio.page.waitForURL(new RegExp(`#/${page}`));
    }
  });
});

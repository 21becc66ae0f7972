/** The studio by keys alone: shortcuts whatever has the focus, popups that give it back. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './hosts/chromium.ts';
import type { OpenStudio } from './hosts/host.ts';
import { openServed } from './hosts/serve.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';

const FEW_STEPS = 12;
const START_MS = 60_000;
const RUN_MS = 90_000;
const MOST_TABS = 60;

describe.skipIf(!existsSync(chromiumPath()))('the keyboard', () => {
  let folder: string;
  let studio: OpenStudio;
  let composer: ComposerPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-keyboard-'));
    studio = await openServed(folder);
    composer = new ComposerPage(studio.page);
    await new WelcomePage(studio.page).opened();
  }, START_MS);
  afterAll(async () => {
    await studio?.quit();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  const button = (name: RegExp) => studio.page.getByRole('button', { name });
  const dialog = () => studio.page.getByRole('dialog');
  const hasFocus = (locator: Locator) => locator.evaluate((element) => element.matches(':focus'));

  /** Tab by Tab, as somebody without a mouse goes there. */
  const tabTo = async (locator: Locator) => {
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await hasFocus(locator)) return;
      await studio.page.keyboard.press('Tab');
    }
    throw new Error(`${MOST_TABS} times Tab do not reach ${locator}`);
  };

  test('from the first start to a comparison, and closer to it', async () => {
    const { page } = studio;
    const welcome = new WelcomePage(page);
    const [first, second] = [page.getByRole('radio').nth(0), page.getByRole('radio').nth(1)];
    await tabTo(first);
    await page.keyboard.press('ArrowDown');
    expect(await second.isChecked()).toBe(true);
    await tabTo(welcome.make);
    await page.keyboard.press('Enter');
    await welcome.slider.waitFor({ timeout: RUN_MS });
    await tabTo(welcome.slider);
    await page.keyboard.press('ArrowRight');
    expect(await welcome.slider.inputValue()).toBe('51');
    await tabTo(page.getByRole('link', { name: 'Look closer' }));
    await page.keyboard.press('Enter');
    const split = page.getByRole('slider', { name: 'Share of the picture that shows A' });
    await split.waitFor();
    await tabTo(split);
    await page.keyboard.press('ArrowLeft');
    expect(await split.getAttribute('aria-valuenow')).toBe('48');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('+');
    await page.getByRole('button', { name: /^Zoom 125%/ }).waitFor();
    await page.keyboard.press('Control+1');
    await composer.opened();
  });

  test.each([/^Seed:/, /^Sampling:/, /^Model:/])(
    '%s opens with Enter, takes the focus and gives it back',
    async (name) => {
      await button(name).focus();
      await studio.page.keyboard.press('Enter');
      await dialog().waitFor();
      await expect.poll(() => hasFocus(dialog().locator(':focus'))).toBe(true);
      await studio.page.keyboard.press('Escape');
      await expect.poll(() => hasFocus(button(name))).toBe(true);
      await expect.poll(() => dialog().count()).toBe(0);
    },
  );

  test('the list of shortcuts gives the focus back', async () => {
    await composer.inheritance.focus();
    await studio.page.keyboard.press('?');
    await dialog().waitFor();
    await studio.page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(composer.inheritance)).toBe(true);
    await expect.poll(() => dialog().count()).toBe(0);
  });

  test('Ctrl Enter runs, and nothing else, from a button that Enter would press', async () => {
    await composer.setSteps(FEW_STEPS);
    expect(await hasFocus(button(/^Sampling:/))).toBe(true);
    await studio.page.keyboard.press('Control+Enter');
    await composer.progress.waitFor();
    await expect.poll(() => dialog().count()).toBe(0);
    await composer.idle();
  });

  test('how many pictures Run makes is set with arrows, and its menu is a menu', async () => {
    const { page } = studio;
    const count = page.getByRole('spinbutton', { name: 'Pictures', exact: true });
    await count.focus();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('button', { name: 'Run 2', exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await tabTo(page.getByRole('button', { name: 'Where in the queue' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('menuitem').count()).toBe(3);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('menuitem').count()).toBe(0);
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

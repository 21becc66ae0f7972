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
import { Guide } from './pages/guide.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';

const FEW_STEPS = 12;
const START_MS = 60_000;
const RUN_MS = 90_000;
const MOST_TABS = 60;
/** Before the diagram: every list and every row of buttons is one. There were 46. */
const MOST_STOPS = 18;

describe.skipIf(!existsSync(chromiumPath()))('the keyboard', () => {
  let folder: string;
  let studio: OpenStudio;
  let composer: ComposerPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-keyboard-'));
    studio = await openServed(folder);
    composer = new ComposerPage(studio.page);
    await new WelcomePage(studio.page).make.waitFor({ timeout: RUN_MS });
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
    // The guide went along, and asks for nothing.
    const guide = new Guide(page);
    await guide.at(2);
    await guide.skip();
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

  test('few stops of Tab before the diagram, and a link past them', async () => {
    const { page } = studio;
    const skip = page.getByRole('link', { name: 'Skip to the diagram' });
    const inDiagram = composer.diagram.locator(':focus');
    await page.reload();
    await composer.diagram.waitFor();
    await page.keyboard.press('Tab');
    expect(await hasFocus(skip)).toBe(true);
    let stops = 1;
    while ((await inDiagram.count()) === 0 && stops <= MOST_TABS) {
      await page.keyboard.press('Tab');
      stops += 1;
    }
    expect(stops - 1).toBeLessThanOrEqual(MOST_STOPS);
    await skip.focus();
    await page.keyboard.press('Enter');
    expect(await inDiagram.getAttribute('data-unit')).toBe('dn0.0.res');
    expect(page.url()).toContain('#/compose');
  });

  test('presets are one stop: arrows choose, Enter applies', async () => {
    const { page } = studio;
    const preset = (name: string) => page.getByRole('button', { name: new RegExp(`^${name} `) });
    await preset('CO6').focus();
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(preset('CO5'))).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => preset('CO5').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('ArrowRight');
    expect(await hasFocus(button(/^About CO5/))).toBe(true);
    await page.keyboard.press('Home');
    expect(await hasFocus(preset('CO6'))).toBe(true);
    await page.keyboard.press('Space');
    await expect.poll(() => preset('CO6').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('toolbar', { name: 'Presets' }).locator(':focus').count()).toBe(0);
    await page.keyboard.press('Shift+Tab');
    expect(await hasFocus(preset('CO6'))).toBe(true);
  });

  test('the prompt opens when it is typed in or with Arrow Down, not when Tab comes by', async () => {
    const { page } = studio;
    const negative = page.getByRole('textbox', { name: 'Negative prompt' });
    await page.getByRole('link', { name: 'Skip to the diagram' }).focus();
    await page.keyboard.press('Tab');
    expect(await hasFocus(composer.prompt)).toBe(true);
    expect(await negative.isVisible()).toBe(false);
    await page.keyboard.press('ArrowDown');
    expect(await negative.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => negative.isVisible()).toBe(false);
    await composer.prompt.focus();
    await page.keyboard.press('End');
    await page.keyboard.type('s');
    expect(await negative.isVisible()).toBe(true);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Escape');
  });

  test('a size that cannot be is said while it is typed, and changed when the field is left', async () => {
    const { page } = studio;
    await button(/^Model:/).focus();
    await page.keyboard.press('Enter');
    const width = page.getByRole('spinbutton', { name: 'Width', exact: true });
    await width.fill('70');
    await dialog().getByText('70 is no multiple of 4 (4 pixels are one latent): it becomes 72.').waitFor();
    await button(/^Model: heirloom-emoji 64x64/).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await button(/^Model: heirloom-emoji 72x64/).waitFor({ state: 'attached' });
    await button(/^Swap width and height/).click();
    await button(/^Model: heirloom-emoji 64x72/).waitFor({ state: 'attached' });
    await button(/^1:1: 64x64/).click();
    await page.keyboard.press('Escape');
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

  test('help by keys: a word explains itself, its page is searched, and sets the composer up', async () => {
    const { page } = studio;
    await page.keyboard.press('Control+1');
    await page.getByRole('button', { name: 'standing', exact: true }).focus();
    const word = page.getByRole('button', { name: 'Semantics', exact: true });
    await tabTo(word);
    await dialog().waitFor();
    expect(await hasFocus(word)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(dialog().getByRole('link', { name: /^More/ }))).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog().count()).toBe(0);
    await expect.poll(() => hasFocus(word)).toBe(true);
    await page.keyboard.press('F1');
    const search = page.getByRole('searchbox', { name: 'Search the help' });
    await search.waitFor();
    await page.keyboard.press('/');
    expect(await hasFocus(search)).toBe(true);
    await page.keyboard.type('P5†');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sampling modes: P5 and P5†' }).waitFor();
    await page.getByRole('button', { name: 'P5', exact: true }).click();
    await page.waitForURL(/#\/compose/);
    expect(await page.getByRole('button', { name: 'P5', exact: true }).getAttribute('aria-pressed')).toBe('true');
    await page.locator('.notice').getByRole('button', { name: 'Dismiss' }).click();
    await page.keyboard.press('Control+z');
    expect(await page.getByRole('button', { name: 'P5†', exact: true }).getAttribute('aria-pressed')).toBe('true');
  });

  test('the guide is opened again, follows what is done, and covers nothing of the header', async () => {
    const { page } = studio;
    const guide = new Guide(page);
    await guide.reopen();
    await page.waitForURL(/#\/welcome/);
    await guide.next.click();
    await page.waitForURL(/#\/compose/);
    await guide.at(2);
    await composer.choosePreset('LI1');
    await guide.at(3);
    const [mark, header] = [await guide.mark.boundingBox(), await page.getByRole('banner').boundingBox()];
    expect(mark!.y).toBeGreaterThanOrEqual(header!.y + header!.height);
    await guide.done.focus();
    await page.keyboard.press('Enter');
    await guide.mark.waitFor({ state: 'detached' });
    await composer.undo.click();
  });

  test('each page has its number', async () => {
    for (const [index, page] of ['compose', 'grid', 'history', 'compare', 'queue', 'models'].entries()) {
      await studio.page.keyboard.press(`Control+${index + 1}`);
      await studio.page.waitForURL(new RegExp(`#/${page}`));
    }
  });
});

/** axe-core finds nothing serious on any page, dark or light, whatever it shows; and every page fits every window. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Accessibility } from './accessibility.ts';
import { makeBaseStudent } from './base-student.ts';
import { chromiumPath } from './hosts/chromium.ts';
import type { OpenStudio } from './hosts/host.ts';
import { openServed } from './hosts/serve.ts';
import { misfits, WINDOWS } from './layout.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { ModelsPage } from './pages/models-page.ts';
import { ViewerPage } from './pages/viewer-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';

const PAGES = ['Compose', 'Grid', 'History', 'Compare', 'Queue', 'Models', 'Settings', 'Help'] as const;
const FEW_STEPS = 12;
const START_MS = 60_000;

describe.skipIf(!existsSync(chromiumPath()))('accessibility', () => {
  let folder: string;
  let studio: OpenStudio;
  let composer: ComposerPage;
  let accessibility: Accessibility;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-accessibility-'));
    studio = await openServed(folder);
    await new WelcomePage(studio.page).opened();
    composer = new ComposerPage(studio.page);
    accessibility = await Accessibility.of(studio.page);
  }, START_MS);
  afterAll(async () => {
    await studio?.quit();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  const open = async (name: string) => {
    await studio.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
    await studio.page.waitForLoadState('networkidle');
  };
  const expectNone = async () => expect(await accessibility.violations()).toEqual([]);

  test('the welcome', async () => {
    await expectNone();
    await composer.opened();
  });

  test.each(PAGES)('%s, with nothing made yet', async (name) => {
    await open(name);
    await expectNone();
  });

  test('a concept of the help, and a word that explains itself', async () => {
    await open('Help');
    await studio.page
      .getByRole('link', { name: /^Programs and forecasts/ })
      .first()
      .click();
    await studio.page.getByRole('button', { name: 'Play the calls' }).waitFor();
    await expectNone();
    await composer.open();
    await studio.page.getByRole('button', { name: 'Semantics', exact: true }).click();
    await studio.page.getByRole('dialog').getByRole('link', { name: /^More/ }).waitFor();
    await expectNone();
    await studio.page.keyboard.press('Escape');
  });

  test('what opens over a page', async () => {
    await composer.open();
    await studio.page.getByRole('button', { name: /^Sampling:/ }).click();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await studio.page.getByRole('button', { name: /^Model:/ }).click();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await composer.startPicture.click();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await composer.addUnet.click();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await composer.prompt.click();
    await expectNone();
    await composer.prompt.press('Escape');
    await studio.page.getByRole('button', { name: 'Where in the queue' }).click();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await studio.page.getByRole('button', { name: /^Messages/ }).click();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await studio.page.keyboard.press('?');
    await studio.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await expectNone();
    await studio.page.keyboard.press('Escape');
  });

  test('a comparison', async () => {
    await composer.prompt.fill('a red fox');
    await composer.prompt.press('Escape');
    await composer.setSteps(FEW_STEPS);
    await composer.makeComparison();
    await expectNone();
  });

  test('a start picture, and UNets by turns that do not add up', async () => {
    const student = join(folder, 'emoji-base');
    await makeBaseStudent(student);
    const models = await new ModelsPage(studio.page).open();
    await models.add(student);
    await models.model('emoji-base').waitFor();
    await composer.open();
    await composer.takeTurnsWith('emoji-base');
    await composer.startPicture.click();
    await studio.page.getByRole('list', { name: 'Latest pictures' }).getByRole('button').first().click();
    await studio.page.getByRole('slider', { name: /^Strength/ }).fill('0.5');
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await studio.page.getByRole('button', { name: /^emoji-base \d+ calls/ }).click();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await composer.startFromNoise();
    await composer.oneUnetThroughout();
  });

  test.each(PAGES.slice(1))('%s, with something made', async (name) => {
    await open(name);
    await expectNone();
  });

  describe.each(WINDOWS)('a window of %ix%i', (width, height) => {
    beforeAll(() => studio.page.setViewportSize({ width, height }));
    afterAll(() => studio.page.setViewportSize({ width: 1440, height: 900 }));

    test.each(PAGES)('%s fits', async (name) => {
      await open(name);
      expect(await misfits(studio.page)).toEqual([]); // in either theme: they differ in colours alone
    });

    test('Compose fits with its picture large, half and half, and with every tab open', async () => {
      await open('Compose');
      for (const key of ['p', 'h', 'd']) {
        await studio.page.keyboard.press(key);
        expect(await misfits(studio.page)).toEqual([]);
      }
      for (const pane of ['Palette', 'What it costs and does', 'Timeline']) {
        const tab = studio.page.getByRole('button', { name: pane, exact: true });
        if ((await tab.count()) === 0) continue;
        await tab.click();
        expect(await misfits(studio.page)).toEqual([]);
      }
      // The rest looks as it does on the usual window, which the tests around this one look at.
      if (width === WINDOWS[0][0]) await expectNone();
    });
  });

  test('the viewer and the menu of a picture', async () => {
    const history = await new HistoryPage(studio.page).open();
    await history.runs.first().click();
    await studio.page.keyboard.press('Space');
    await studio.page.keyboard.press('i');
    const viewer = new ViewerPage(studio.page);
    await viewer.viewer.getByText('Scheduler').waitFor();
    await expectNone();
    await viewer.picture.click({ button: 'right' });
    await viewer.menu.waitFor();
    await expectNone();
    await studio.page.keyboard.press('Escape');
    await viewer.close();
  });

  test('a run that is looked at', async () => {
    const history = await new HistoryPage(studio.page).open();
    await history.runs.first().click();
    await expectNone();
  });

  test('several runs that are selected, and what opens over their bar', async () => {
    const { page } = studio;
    const history = new HistoryPage(page);
    await page.keyboard.press('Control+a');
    await page.getByText(/^\d+ selected$/).waitFor();
    await history.runs.first().click({ button: 'right' });
    await page.getByRole('menu', { name: /^\d+ runs selected$/ }).waitFor();
    await expectNone();
    await page.keyboard.press('Escape');
    for (const key of ['t', 'e']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await expectNone();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    for (const [width, height] of WINDOWS) {
      await page.setViewportSize({ width, height });
      expect(await misfits(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('Escape');
  });

  test('the welcome, with what was made', async () => {
    await studio.page.goto(`${new URL(studio.page.url()).origin}/#/welcome`);
    await studio.page.getByRole('link', { name: /^Make a grid/ }).waitFor();
    await expectNone();
  });

  test('a problem', async () => {
    const models = await new ModelsPage(studio.page).open();
    const file = join(folder, 'broken.safetensors');
    await writeFile(file, 'no weights');
    await models.add(file);
    await models.problem.first().waitFor();
    await expectNone();
  });
});

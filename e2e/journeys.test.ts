/** What a person does, on the built studio, in every host. A page that a journey needs has an object in pages/. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBaseStudent } from './base-student.ts';
import { dropFile } from './drop-file.ts';
import { chromiumPath } from './hosts/chromium.ts';
import { killEngines } from './hosts/engines.ts';
import { HOSTS, type OpenStudio } from './hosts/host.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { GridPage } from './pages/grid-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { ModelsPage } from './pages/models-page.ts';
import { QueuePage } from './pages/queue-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';

const BUILT =
  existsSync(join(root, 'dist', 'renderer', 'index.html')) && existsSync(join(root, 'dist', 'main', 'index.js'));
/** Enough to kill the engine in between. */
const SOME_STEPS = 60;
const FEW_STEPS = 10;
/** More than the ten at the end that are full in P5+, so that something inherits. */
const INHERITING_STEPS = 14;
/** They would take half a minute. */
const MANY_STEPS = 900;
const START_MS = 60_000;
const WAITING = { timeout: 90_000 };

beforeAll(() => {
  if (!BUILT) throw new Error('The studio is not built: npm run build');
});

describe.skipIf(!existsSync(chromiumPath())).each(Object.entries(HOSTS))('%s', (_, open) => {
  let folder: string;
  let studio: OpenStudio;
  let composer: ComposerPage;
  const complaints: string[] = [];

  const start = async () => {
    studio = await open(folder);
    studio.page.on('pageerror', (error) => complaints.push(error.message));
    studio.page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    composer = new ComposerPage(studio.page);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-journey-'));
    await start();
    await new WelcomePage(studio.page).opened();
  }, START_MS);
  afterAll(async () => {
    await studio?.quit();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  test('first start to first comparison', async () => {
    const welcome = new WelcomePage(studio.page);
    await welcome.makeComparison('a fox, noto style');
    expect(await welcome.gain.textContent()).toMatch(/^\d+\.\d\dx/);
    await composer.open();
    const [one = 0, other] = await composer.pictureWidths();
    expect(one).toBeGreaterThan(0);
    expect(other).toBe(one);
    const [left, right] = await composer.pictures();
    expect(left).not.toBe(right);
    expect(await composer.fact('PSNR')).toMatch(/dB$/);
  });

  test('both pictures are found in the history', async () => {
    const history = await new HistoryPage(studio.page).open();
    await expect
      .poll(() => history.spoken())
      .toEqual([expect.stringMatching(/^CO6 P5/), expect.stringMatching(/^baseline/)]);
    await history.search.fill('blue whale');
    await expect.poll(() => history.runs.count()).toBe(0);
    await history.search.fill('fox');
    await expect.poll(() => history.runs.count()).toBe(2);
    await composer.open();
  });

  test('a reload finds the comparison in the history', async () => {
    const before = await composer.pictures();
    await studio.page.reload();
    await composer.opened();
    expect(await composer.pictures()).toEqual(before);
  });

  test('a preset is chosen and taken back', async () => {
    const before = await composer.mask.textContent();
    await composer.choosePreset('LI1');
    expect(await composer.mask.textContent()).not.toBe(before);
    await composer.undo.click();
    expect(await composer.mask.textContent()).toBe(before);
  });

  test('a preset is dragged onto the diagram', async () => {
    const before = await composer.mask.textContent();
    await composer.dragPreset('LI1');
    expect(await composer.mask.textContent()).not.toBe(before);
    await studio.page.keyboard.press('Control+z');
    expect(await composer.mask.textContent()).toBe(before);
  });

  test('a unit is dragged: Compute onto one that inherits', async () => {
    const unit = await composer.inheritingUnit();
    await composer.dragBrush('Compute', unit);
    expect(await unit.getAttribute('aria-checked')).toBe('false');
    await composer.undo.click();
    expect(await unit.getAttribute('aria-checked')).toBe('true');
  });

  test('calls are painted full, and taken back together', async () => {
    const painted = [1, 2, 3];
    const full = () => Promise.all(painted.map((call) => composer.call(call).getAttribute('aria-checked')));
    expect(await full()).toEqual(['false', 'false', 'false']);
    await composer.paint(1, 3);
    expect(await full()).toEqual(['true', 'true', 'true']);
    await composer.undo.click();
    expect(await full()).toEqual(['false', 'false', 'false']);
  });

  test('a strategy of my own is saved, run, found in the history, and restored from its picture', async () => {
    await composer.dragBrush('Compute', await composer.inheritingUnit());
    await composer.saveStrategy('mine');
    await composer.setSteps(INHERITING_STEPS);
    await composer.makeComparison();
    const [mask, prompt] = [await composer.mask.textContent(), await composer.prompt.inputValue()];
    // The strategy's lies below, the baseline's over it.
    const [picture] = await composer.pictures();
    const history = await new HistoryPage(studio.page).open();
    await history.chooseOnly('mine');
    expect(await history.spoken()).toEqual([expect.stringMatching(/^mine P5/)]);

    await composer.open();
    await composer.choosePreset('LI1');
    await composer.setSteps(MANY_STEPS);
    await composer.prompt.fill('something else');
    await composer.prompt.press('Escape');
    const changed = await composer.mask.textContent();
    const file = join(folder, 'pictures', picture!.slice(0, 2), `${picture}.png`);
    await dropFile(studio.page, 'mine.png', await readFile(file));
    await studio.page.getByText('Settings of mine.png are set up').waitFor();
    expect(await composer.mask.textContent()).toBe(mask);
    expect(await composer.prompt.inputValue()).toBe(prompt);
    expect(await composer.sampling.getAttribute('aria-label')).toContain(` ${INHERITING_STEPS} · g`);
    await studio.page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    expect(await composer.mask.textContent()).toBe(changed);
    expect(await composer.prompt.inputValue()).toBe('something else');
  });

  test('two runs queued on one device are made one after the other', async () => {
    const history = await new HistoryPage(studio.page).open();
    await history.chooseOnly('mine');
    await history.duplicate();
    await history.duplicate();
    const queue = await new QueuePage(studio.page).open();
    await expect
      .poll(async () => {
        expect(await queue.running.count()).toBeLessThanOrEqual(1);
        return await queue.nothing.isVisible();
      }, WAITING)
      .toBe(true);
    await history.open();
    await expect.poll(() => history.runs.count()).toBe(3);
    await composer.open();
  });

  test('a paused queue begins nothing, says so on every page, and goes on when it is resumed', async () => {
    const queue = await new QueuePage(studio.page).open();
    await queue.pause.click();
    await queue.paused.waitFor();
    const history = await new HistoryPage(studio.page).open();
    await history.runs.first().click();
    await history.duplicate();
    await queue.open();
    await expect.poll(() => queue.waiting.count()).toBe(2); // the run and its baseline
    expect(await queue.running.count()).toBe(0);
    await composer.open();
    await queue.resume.click();
    await queue.paused.waitFor({ state: 'detached' });
    await queue.open();
    await expect.poll(() => queue.nothing.isVisible(), WAITING).toBe(true);
    await composer.open();
  });

  test('a grid is exported in every format, and set up again from its picture', async () => {
    await composer.setSteps(INHERITING_STEPS);
    const grid = await new GridPage(studio.page).open();
    await grid.toggle('EX3');
    await grid.make.click();
    await grid.made(9);
    const [pictures, zip, csv, json] = [
      { png: await grid.export('PNG'), jpeg: await grid.export('JPEG'), webp: await grid.export('WebP') },
      await grid.export('Single pictures'),
      await grid.export('CSV'),
      await grid.export('JSON'),
    ];
    const names = Object.keys(unzipSync(zip));
    expect(names.filter((name) => /^pictures\/.+\.png$/.test(name))).toHaveLength(9);
    expect(names).toEqual(expect.arrayContaining(['grid.png', 'numbers.csv', 'numbers.json']));
    expect(csv.toString('utf8').split('\r\n')).toHaveLength(10);
    expect(JSON.parse(json.toString('utf8')).cells).toHaveLength(9);
    for (const [format, file] of Object.entries(pictures)) {
      await grid.removeAxis('Y down');
      await composer.setSteps(MANY_STEPS);
      await dropFile(studio.page, `grid.${format}`, file);
      await studio.page.getByText(`The grid of grid.${format} is set up`).waitFor();
      expect(await grid.total.textContent()).toMatch(/^9 3 x 3/);
      expect(await composer.sampling.getAttribute('aria-label')).toContain(` ${INHERITING_STEPS} · g`);
      expect(await grid.cells.count()).toBe(9);
    }
    await composer.open();
  });

  test('a broken model file is refused in words', async () => {
    const file = join(folder, 'broken.safetensors');
    await writeFile(file, 'no weights');
    const models = await new ModelsPage(studio.page).open();
    await models.add(file);
    expect(await models.problem.first().textContent()).toContain('broken.safetensors');
    await composer.open();
  });

  test('another UNet takes turns: its border moves with keys, its segments follow the steps, its run is measured', async () => {
    const student = join(folder, 'emoji-base');
    await makeBaseStudent(student);
    const models = await new ModelsPage(studio.page).open();
    await models.add(student);
    await models.model('emoji-base').waitFor();
    await composer.open();
    await composer.setSteps(FEW_STEPS);
    await composer.takeTurnsWith('emoji-base');
    const halves = ['heirloom-emoji 5 calls: 0 to 4', 'emoji-base 6 calls: 5 to 10'];
    expect(await composer.turns()).toEqual(halves);
    await composer.takeover('emoji-base').press('ArrowLeft');
    expect(await composer.turns()).toEqual(['heirloom-emoji 4 calls: 0 to 3', 'emoji-base 7 calls: 4 to 10']);
    // Features never cross: whoever takes over begins with a full step.
    expect(await composer.call(4).getAttribute('aria-checked')).toBe('true');
    await composer.undo.click();
    expect(await composer.turns()).toEqual(halves);

    await composer.setSteps(2 * FEW_STEPS);
    const stretch = studio.page.getByRole('button', { name: 'Stretch to 21 calls' });
    await stretch.click();
    expect(await composer.turns()).toEqual(['heirloom-emoji 10 calls: 0 to 9', 'emoji-base 11 calls: 10 to 20']);
    const before = await composer.pictures();
    await composer.makeComparison();
    await expect.poll(() => composer.pictures()).not.toEqual(before);
    expect(await composer.fact('Measured speed-up')).toMatch(/^\d+\.\d\dx$/);
    await composer.oneUnetThroughout();
    expect(await composer.turns()).toEqual([]);
  });

  test('a picture of the history is where another begins: fewer calls, and there after a reload', async () => {
    await composer.setSteps(FEW_STEPS);
    await composer.startFromLatest(0.5);
    await expect.poll(() => composer.calls.count()).toBe(FEW_STEPS / 2 + 1);
    const before = await composer.pictures();
    await composer.makeComparison();
    await expect.poll(() => composer.pictures()).not.toEqual(before);
    await studio.page.reload();
    await composer.opened();
    expect(await composer.startPicture.getAttribute('aria-label')).toBe('Start picture: strength 0.5');
    await composer.startFromNoise();
    await expect.poll(() => composer.calls.count()).toBe(FEW_STEPS + 1);
  });

  test('a run is started and cancelled with keys alone', async () => {
    await composer.setSteps(MANY_STEPS);
    await composer.prompt.press('Control+Enter');
    await composer.progress.waitFor();
    await composer.prompt.press('Control+.');
    await composer.run.waitFor();
    await composer.prompt.press('Escape');
  });

  test('a run is cancelled half way', async () => {
    await composer.setSteps(MANY_STEPS);
    await composer.run.click();
    await composer.cancel.click();
    await composer.run.waitFor();
  });

  test('a page that is reloaded finds the run that it left', async () => {
    await composer.run.click();
    await composer.progress.waitFor();
    await studio.page.reload();
    await composer.progress.waitFor();
    await composer.cancel.click();
    await composer.run.waitFor();
  });

  test('an engine that is killed begins again, and the run is done', async () => {
    const before = await composer.pictures();
    await composer.setSteps(SOME_STEPS);
    await composer.run.click();
    await composer.progress.waitFor();
    await expect.poll(() => killEngines(folder)).toBe(1);
    await composer.made();
    expect(await composer.pictures()).not.toEqual(before);
  });

  test('what was made is there tomorrow, and what was running goes on', async () => {
    const before = await composer.pictures();
    await composer.setSteps(MANY_STEPS);
    await composer.run.click();
    await composer.progress.waitFor();
    const history = await new HistoryPage(studio.page).open();
    await history.runs.first().click();
    await history.duplicate();
    const queue = await new QueuePage(studio.page).open();
    const waiting = await queue.waiting.count();
    expect(waiting).toBeGreaterThan(0);
    await studio.quit();
    await start();
    await composer.opened();
    const again = await new QueuePage(studio.page).open();
    await expect.poll(() => again.running.count()).toBe(1);
    expect(await again.waiting.count()).toBe(waiting);
    await again.cancelAll.click();
    await again.nothing.waitFor();
    await composer.open();
    await composer.made();
    expect(await composer.pictures()).toEqual(before);
  });

  test('nothing complained on the way', () => expect(complaints).toEqual([]));
});

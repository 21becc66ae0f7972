/** What a person does, on the built studio, in every host. A page that a journey needs has an object in pages/. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { makeBaseStudent } from './base-student.ts';
import { dropFile } from './drop-file.ts';
import { chromiumPath } from './hosts/chromium.ts';
import { HOSTS } from './hosts/host.ts';
import { inOneHostOf, Journey } from './journey.ts';
import { GridPage } from './pages/grid-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { ModelsPage } from './pages/models-page.ts';
import { QueuePage } from './pages/queue-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';

const FEW_STEPS = 10;
/** More than the ten at the end that are full in P5+, so that something inherits. */
const INHERITING_STEPS = 14;
/** They would take half a minute. */
const MANY_STEPS = 900;
const WAITING = { timeout: 90_000 };

describe.skipIf(!existsSync(chromiumPath())).each(Object.entries(HOSTS))('%s', (_, open) => {
  const journey = new Journey(open);
  const inOneHost = inOneHostOf(open);

  test('first start to first comparison', async () => {
    const welcome = new WelcomePage(journey.studio.page);
    await welcome.makeComparison('a fox, noto style');
    expect(await welcome.gain.textContent()).toMatch(/^\d+\.\d\dx/);
    const folder = journey.studio.page.locator('.notice').filter({ hasText: `kept in ${journey.folder}` });
    await folder.getByRole('button', { name: 'Dismiss' }).click();
    await journey.composer.open();
    const [one = 0, other] = await journey.composer.pictureWidths();
    expect(one).toBeGreaterThan(0);
    expect(other).toBe(one);
    const [left, right] = await journey.composer.pictures();
    expect(left).not.toBe(right);
    expect(await journey.composer.fact('PSNR')).toMatch(/dB$/);
  });

  test('both pictures are found in the history', async () => {
    const history = await new HistoryPage(journey.studio.page).open();
    await expect
      .poll(() => history.spoken())
      .toEqual([expect.stringMatching(/^CO6 P5/), expect.stringMatching(/^baseline/)]);
    await history.search.fill('blue whale');
    await expect.poll(() => history.runs.count()).toBe(0);
    await history.search.fill('fox');
    await expect.poll(() => history.runs.count()).toBe(2);
    await journey.composer.open();
  });

  test('a reload finds the comparison in the history', async () => {
    const before = await journey.composer.pictures();
    await journey.studio.page.reload();
    await journey.composer.opened();
    expect(await journey.composer.pictures()).toEqual(before);
  });

  inOneHost('a preset is chosen and taken back', async () => {
    const before = await journey.composer.mask.textContent();
    await journey.composer.choosePreset('LI1');
    expect(await journey.composer.mask.textContent()).not.toBe(before);
    await journey.composer.undo.click();
    expect(await journey.composer.mask.textContent()).toBe(before);
  });

  inOneHost('numbers of before an edit say so, and one click goes back to what they are of', async () => {
    const { composer } = journey;
    const before = await composer.mask.textContent();
    expect(await composer.backToResult.count()).toBe(0);
    await composer.choosePreset('LI1');
    await composer.setSteps(MANY_STEPS);
    const note = composer.page.getByText(/^Of CO6 P5†/);
    expect((await note.textContent())?.trim()).toBe('Of CO6 P5†, before your edit of strategy and steps.');
    await composer.backToResult.click();
    await expect.poll(() => note.count()).toBe(0);
    expect(await composer.mask.textContent()).toBe(before);
  });

  test('a preset is dragged onto the diagram', async () => {
    const before = await journey.composer.mask.textContent();
    await journey.composer.dragPreset('LI1');
    expect(await journey.composer.mask.textContent()).not.toBe(before);
    await journey.studio.page.keyboard.press('Control+z');
    expect(await journey.composer.mask.textContent()).toBe(before);
  });

  inOneHost('a unit is dragged: Compute onto one that inherits', async () => {
    const unit = await journey.composer.inheritingUnit();
    await journey.composer.dragBrush('Compute', unit);
    expect(await unit.getAttribute('aria-checked')).toBe('false');
    await journey.composer.undo.click();
    expect(await unit.getAttribute('aria-checked')).toBe('true');
  });

  inOneHost('calls are painted full, and taken back together', async () => {
    const painted = [1, 2, 3];
    const full = () => Promise.all(painted.map((call) => journey.composer.call(call).getAttribute('aria-checked')));
    expect(await full()).toEqual(['false', 'false', 'false']);
    await journey.composer.paint(1, 3);
    expect(await full()).toEqual(['true', 'true', 'true']);
    await journey.composer.undo.click();
    expect(await full()).toEqual(['false', 'false', 'false']);
  });

  test('a strategy of my own is saved, run, found in the history, and restored from its picture', async () => {
    await journey.composer.dragBrush('Compute', await journey.composer.inheritingUnit());
    await journey.composer.saveStrategy('mine');
    await journey.composer.setSteps(INHERITING_STEPS);
    await journey.composer.makeComparison();
    const [mask, prompt] = [await journey.composer.mask.textContent(), await journey.composer.prompt.inputValue()];
    // The strategy's lies below, the baseline's over it.
    const [picture] = await journey.composer.pictures();
    const history = await new HistoryPage(journey.studio.page).open();
    await history.chooseOnly('mine');
    expect(await history.spoken()).toEqual([expect.stringMatching(/^mine P5/)]);

    await journey.composer.open();
    await journey.composer.choosePreset('LI1');
    await journey.composer.setSteps(MANY_STEPS);
    await journey.composer.prompt.fill('something else');
    await journey.composer.prompt.press('Escape');
    const changed = await journey.composer.mask.textContent();
    const file = join(journey.folder, 'pictures', picture!.slice(0, 2), `${picture}.png`);
    await dropFile(journey.studio.page, 'mine.png', await readFile(file));
    await journey.studio.page.getByText('Settings of mine.png are set up').waitFor();
    expect(await journey.composer.mask.textContent()).toBe(mask);
    expect(await journey.composer.prompt.inputValue()).toBe(prompt);
    expect(await journey.composer.sampling.getAttribute('aria-label')).toContain(` ${INHERITING_STEPS} · g`);
    await journey.studio.page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    expect(await journey.composer.mask.textContent()).toBe(changed);
    expect(await journey.composer.prompt.inputValue()).toBe('something else');
  });

  inOneHost('two runs queued on one device are made one after the other', async () => {
    const history = await new HistoryPage(journey.studio.page).open();
    await history.chooseOnly('mine');
    await history.duplicate();
    await history.duplicate();
    const queue = await new QueuePage(journey.studio.page).open();
    await expect
      .poll(async () => {
        expect(await queue.running.count()).toBeLessThanOrEqual(1);
        return await queue.nothing.isVisible();
      }, WAITING)
      .toBe(true);
    await history.open();
    await expect.poll(() => history.runs.count()).toBe(3);
    await journey.composer.open();
  });

  inOneHost('a paused queue begins nothing, says so on every page, and goes on when it is resumed', async () => {
    const queue = await new QueuePage(journey.studio.page).open();
    await queue.pause.click();
    await queue.paused.waitFor();
    const history = await new HistoryPage(journey.studio.page).open();
    await history.runs.first().click();
    await history.duplicate();
    await queue.open();
    await expect.poll(() => queue.batches.count()).toBe(1); // the run and its baseline
    expect(await queue.running.count()).toBe(0);
    await journey.composer.open();
    await queue.resume.click();
    await queue.paused.waitFor({ state: 'detached' });
    await queue.open();
    await expect.poll(() => queue.nothing.isVisible(), WAITING).toBe(true);
    await journey.composer.open();
  });

  test('a grid is exported in every format, and set up again from its picture', async () => {
    await journey.composer.setSteps(INHERITING_STEPS);
    const grid = await new GridPage(journey.studio.page).open();
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
      await journey.composer.setSteps(MANY_STEPS);
      await dropFile(journey.studio.page, `grid.${format}`, file);
      await journey.studio.page.getByText(`The grid of grid.${format} is set up`).waitFor();
      expect(await grid.total.textContent()).toMatch(/^9 3 x 3/);
      expect(await journey.composer.sampling.getAttribute('aria-label')).toContain(` ${INHERITING_STEPS} · g`);
      expect(await grid.cells.count()).toBe(9);
    }
    await journey.composer.open();
  });

  test('a broken model file is refused in words', async () => {
    const file = join(journey.folder, 'broken.safetensors');
    await writeFile(file, 'no weights');
    const models = await new ModelsPage(journey.studio.page).open();
    await models.add(file);
    expect(await models.problem.first().textContent()).toContain('broken.safetensors');
    await journey.composer.open();
  });

  inOneHost(
    'another UNet takes turns: its border moves with keys, its segments follow the steps, its run is measured',
    async () => {
      const student = join(journey.folder, 'emoji-base');
      await makeBaseStudent(student);
      const models = await new ModelsPage(journey.studio.page).open();
      await models.add(student);
      await models.model('emoji-base').waitFor();
      await journey.composer.open();
      await journey.composer.setSteps(FEW_STEPS);
      await journey.composer.takeTurnsWith('emoji-base');
      const halves = ['heirloom-emoji 5 calls: 0 to 4', 'emoji-base 6 calls: 5 to 10'];
      expect(await journey.composer.turns()).toEqual(halves);
      await journey.composer.takeover('emoji-base').press('ArrowLeft');
      expect(await journey.composer.turns()).toEqual(['heirloom-emoji 4 calls: 0 to 3', 'emoji-base 7 calls: 4 to 10']);
      // Features never cross: whoever takes over begins with a full step.
      expect(await journey.composer.call(4).getAttribute('aria-checked')).toBe('true');
      await journey.composer.undo.click();
      expect(await journey.composer.turns()).toEqual(halves);

      await journey.composer.setSteps(2 * FEW_STEPS);
      const stretch = journey.studio.page.getByRole('button', { name: 'Stretch to 21 calls' });
      await stretch.click();
      expect(await journey.composer.turns()).toEqual([
        'heirloom-emoji 10 calls: 0 to 9',
        'emoji-base 11 calls: 10 to 20',
      ]);
      const before = await journey.composer.pictures();
      await journey.composer.makeComparison();
      await expect.poll(() => journey.composer.pictures()).not.toEqual(before);
      expect(await journey.composer.fact('Measured speed-up')).toMatch(/^\d+\.\d\dx$/);
      await journey.composer.oneUnetThroughout();
      expect(await journey.composer.turns()).toEqual([]);
    },
  );

  test('a picture of the history is where another begins: fewer calls, and there after a reload', async () => {
    await journey.composer.setSteps(FEW_STEPS);
    await journey.composer.startFromLatest(0.5);
    await expect.poll(() => journey.composer.calls.count()).toBe(FEW_STEPS / 2 + 1);
    const before = await journey.composer.pictures();
    await journey.composer.makeComparison();
    await expect.poll(() => journey.composer.pictures()).not.toEqual(before);
    await journey.studio.page.reload();
    await journey.composer.opened();
    expect(await journey.composer.startPicture.getAttribute('aria-label')).toBe('Start picture: strength 0.5');
    await journey.composer.startFromNoise();
    await expect.poll(() => journey.composer.calls.count()).toBe(FEW_STEPS + 1);
  });

  test('nothing complained on the way', () => expect(journey.complaints).toEqual([]));
});

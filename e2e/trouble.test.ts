/** What a person does when something is in the way: a run that is cancelled, reloaded, killed, or left for tomorrow. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chromiumPath } from './hosts/chromium.ts';
import { killEngines } from './hosts/engines.ts';
import { HOSTS } from './hosts/host.ts';
import { inOneHostOf, Journey } from './journey.ts';
import { HistoryPage } from './pages/history-page.ts';
import { QueuePage } from './pages/queue-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';

/** Enough to kill the engine in between. */
const SOME_STEPS = 60;
/** They would take half a minute. */
const MANY_STEPS = 900;

describe.skipIf(!existsSync(chromiumPath())).each(Object.entries(HOSTS))('%s', (_, open) => {
  const journey = new Journey(open);
  const inOneHost = inOneHostOf(open);

  test('a first comparison', async () => {
    const welcome = new WelcomePage(journey.studio.page);
    await welcome.makeComparison('a fox, noto style');
    await journey.composer.open();
  });

  test('a run is started and cancelled with keys alone', async () => {
    await journey.composer.setSteps(MANY_STEPS);
    await journey.composer.prompt.press('Control+Enter');
    await journey.composer.progress.waitFor();
    await journey.composer.prompt.press('Control+.');
    await journey.composer.idle();
    await journey.composer.prompt.press('Escape');
  });

  inOneHost('a run is cancelled half way', async () => {
    await journey.composer.setSteps(MANY_STEPS);
    await journey.composer.run.click();
    await journey.composer.cancel.click();
    await journey.composer.idle();
  });

  inOneHost(
    'Run queues while something runs; Cancel takes one picture alone, and what Cancel all took comes back',
    async () => {
      const { composer, studio } = journey;
      await composer.run.click();
      await composer.progress.waitFor();
      await composer.setCount(3);
      await composer.run.click();
      await composer.queued(4).waitFor();
      await composer.cancel.click();
      await composer.queued(3).waitFor();
      await composer.setCount(1);
      await composer.prompt.press('Control+Alt+Enter');
      await composer.queued(4).waitFor();
      const queue = await new QueuePage(studio.page).open();
      await expect.poll(() => queue.batches.count()).toBe(2);
      await queue.cancelAll.click();
      await queue.nothing.waitFor();
      await queue.undo.click();
      await queue.pictures.waitFor();
      await queue.cancelAll.click();
      await queue.nothing.waitFor();
      await composer.open();
    },
  );

  inOneHost('a page that is reloaded finds the run that it left', async () => {
    await journey.composer.run.click();
    await journey.composer.progress.waitFor();
    await journey.studio.page.reload();
    await journey.composer.progress.waitFor();
    await journey.composer.cancel.click();
    await journey.composer.idle();
  });

  test('an engine that is killed begins again, and the run is done', async () => {
    const before = await journey.composer.pictures();
    await journey.composer.setSteps(SOME_STEPS);
    await journey.composer.run.click();
    await journey.composer.progress.waitFor();
    await expect.poll(() => killEngines(journey.folder)).toBe(1);
    await journey.composer.made();
    expect(await journey.composer.pictures()).not.toEqual(before);
  });

  test('what was made is there tomorrow, and what was running goes on', async () => {
    const before = await journey.composer.pictures();
    await journey.composer.setSteps(MANY_STEPS);
    await journey.composer.run.click();
    await journey.composer.progress.waitFor();
    const history = await new HistoryPage(journey.studio.page).open();
    await history.runs.first().click();
    await history.duplicate();
    const queue = await new QueuePage(journey.studio.page).open();
    const batches = await queue.batches.count();
    expect(batches).toBe(2);
    await journey.studio.quit();
    await journey.start();
    await journey.composer.opened();
    const again = await new QueuePage(journey.studio.page).open();
    await expect.poll(() => again.running.count()).toBe(1);
    expect(await again.batches.count()).toBe(batches);
    await again.cancelAll.click();
    await again.nothing.waitFor();
    await journey.composer.open();
    await journey.composer.made();
    expect(await journey.composer.pictures()).toEqual(before);
  });

  test('nothing complained on the way', () => expect(journey.complaints).toEqual([]));
});

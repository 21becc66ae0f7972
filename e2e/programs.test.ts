/** A program brought in from a file: drawn, run, kept with its picture, ended by the first edit, refused where it does not fit. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from './hosts/chromium.ts';
import type { OpenStudio } from './hosts/host.ts';
import { openServed } from './hosts/serve.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { HistoryPage } from './pages/history-page.ts';

const STEPS = 12;
const START_MS = 60_000;
const WAITING = { timeout: 90_000 };

/** Every third call full, one that inherits half of the decoder's attention, one that computes nothing. */
const PROGRAM = {
  kind: 'program',
  name: 'every third',
  masks: { attention: ['up2.0.attn', 'up2.1.attn', 'up3.0.attn'] },
  calls: Array.from({ length: STEPS }, (_, call) => {
    if (call % 3 === 0) return {};
    return call % 3 === 1 ? { inherit: [{ mask: 'attention' }] } : { output: [{ call: call - 1 }] };
  }),
};

describe.skipIf(!existsSync(chromiumPath()))('a program', () => {
  let folder: string;
  let studio: OpenStudio;
  let composer: ComposerPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-program-'));
    studio = await openServed(folder);
    composer = await new ComposerPage(studio.page).opened();
    await composer.setSteps(STEPS);
    const buffer = Buffer.from(JSON.stringify(PROGRAM));
    const file = studio.page.getByLabel('File of a strategy');
    await file.setInputFiles({ name: 'program.json', mimeType: 'application/json', buffer });
  }, START_MS);
  afterAll(async () => {
    await studio?.quit();
    await rm(folder, { recursive: true, force: true });
  }, START_MS);

  test('is kept among one’s own, and drawn call by call', async () => {
    await composer.choosePreset('every third');
    const full = [0, 1, 2, 3].map((call) => composer.call(call).getAttribute('aria-checked'));
    expect(await Promise.all(full)).toEqual(['true', 'false', 'false', 'true']);
    await composer.call(4).hover();
    await studio.page.getByText('call 4 · inherit step: 3 units from call 3').waitFor();
    await composer.call(5).hover();
    await studio.page.getByText('call 5 · skip step: output of call 4').waitFor();
  });

  test('runs beside its baseline, and the history says what it is', async () => {
    await composer.prompt.fill('a fox, noto style');
    await composer.run.click();
    await composer.slider.waitFor(WAITING);
    const history = await new HistoryPage(studio.page).open();
    await expect
      .poll(() => history.spoken(), WAITING)
      .toEqual([expect.stringMatching(/^every third program/), expect.stringMatching(/^baseline/)]);
  });

  test('that does not fit the run says so, and Run makes nothing', async () => {
    await composer.open();
    await composer.setSteps(STEPS + 8);
    const problem = 'it says what 12 calls do, but the run makes 21';
    await studio.page.getByText(problem).first().waitFor();
    await composer.setSteps(STEPS);
    await studio.page.getByText(problem).first().waitFor({ state: 'detached' });
  });

  test('ends with the first edit of the mask, and undo brings it back', async () => {
    await composer.paint(1, 2);
    await composer.undo.click();
    await composer.call(4).hover();
    await studio.page.getByText('call 4 · inherit step: 3 units from call 3').waitFor();
  });
});

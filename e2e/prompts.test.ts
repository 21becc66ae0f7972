/** Prompts while they are written: counted, marked, explained. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Accessibility } from './accessibility.ts';
import { chromiumPath } from './hosts/chromium.ts';
import { HOSTS } from './hosts/host.ts';
import { Journey } from './journey.ts';
import { PromptSheet } from './pages/prompt-sheet.ts';

/** The first count reads the model's vocabulary. */
const WAITING = { timeout: 30_000 };

describe.skipIf(!existsSync(chromiumPath())).each(Object.entries(HOSTS))('%s', (_, open) => {
  const journey = new Journey(open);

  test('a prompt is counted in tokens and chunks, and what is not understood is explained', async () => {
    await journey.composer.opened();
    const sheet = new PromptSheet(journey.studio.page);
    await sheet.prompt.fill('a (red:1.3) fox BREAK in the [snow]');
    await expect.poll(() => sheet.count(), WAITING).toMatch(/^Tokens of the prompt: \d+ \/ 150 in 2 chunks$/);
    await expect.poll(() => sheet.marked(), WAITING).toEqual(['red', 'snow']);
    expect(await sheet.notes()).toEqual([]);

    await sheet.prompt.fill('a fox <lora:foo:0.8> [red|blue]');
    await expect
      .poll(() => sheet.notes(), WAITING)
      .toEqual([
        expect.stringMatching(/^"<lora:foo:0.8>": .* is left out$/),
        expect.stringMatching(/^"\[red\|blue\]": .* is read as text$/),
      ]);
    await sheet.weights.uncheck();
    await expect.poll(() => sheet.notes(), WAITING).toEqual(expect.arrayContaining([expect.stringMatching(/read as text$/)]));
    await sheet.weights.check();
    expect(await (await Accessibility.of(journey.studio.page)).violations()).toEqual([]);
    expect(journey.complaints).toEqual([]);
  });
});

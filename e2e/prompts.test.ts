/** Prompts while they are written: counted, marked, explained. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Accessibility } from './accessibility.ts';
import { chromiumPath } from './hosts/chromium.ts';
import { openServed } from './hosts/serve.ts';
import { Journey } from './journey.ts';
import { PromptLibrary } from './pages/prompt-library.ts';
import { PromptSheet } from './pages/prompt-sheet.ts';

/** More than the ten at the end that are full, so that something inherits. */
const FEW_STEPS = 12;
/** The first count reads the model's vocabulary. */
const WAITING = { timeout: 30_000 };

describe.skipIf(!existsSync(chromiumPath()))('prompts', () => {
  const journey = new Journey(openServed);

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
    await expect
      .poll(() => sheet.notes(), WAITING)
      .toEqual(expect.arrayContaining([expect.stringMatching(/read as text$/)]));
    await sheet.weights.check();
    expect(await (await Accessibility.of(journey.studio.page)).violations()).toEqual([]);
  });

  test('a style is added, applied, changed and deleted', async () => {
    const { page } = journey.studio;
    const library = new PromptLibrary(page);
    await new PromptSheet(page).prompt.fill('a fox');
    await library.open();
    await library.addStyle({ name: 'ink', prompt: '{prompt}, ink drawing', negativePrompt: 'colour' });
    await library.style('ink').click();
    expect(await journey.composer.prompt.inputValue()).toBe('a fox, ink drawing');
    await journey.composer.prompt.click();
    expect(await new PromptSheet(page).negative.inputValue()).toMatch(/colour$/);
    await page.keyboard.press('Escape');
    await library.open();
    await library.editStyle('ink', 'pen');
    expect(await (await Accessibility.of(page)).violations()).toEqual([]);
    await library.button('Delete pen').click();
    await expect.poll(() => library.style('pen').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  test('an earlier prompt is found and taken', async () => {
    const { page } = journey.studio;
    const library = new PromptLibrary(page);
    await journey.composer.setSteps(FEW_STEPS);
    for (const prompt of ['a blue whale', 'a red fox']) {
      await new PromptSheet(page).prompt.fill(prompt);
      await page.keyboard.press('Escape');
      await journey.composer.makeComparison();
    }
    await library.open();
    await expect
      .poll(() => library.earlier(), WAITING)
      .toEqual([expect.stringMatching(/^a red fox/), expect.stringMatching(/^a blue whale/)]);
    await library.search.fill('whal');
    await expect.poll(() => library.earlier(), WAITING).toEqual([expect.stringMatching(/^a blue whale/)]);
    await library.button(/^a blue whale/).click();
    expect(await journey.composer.prompt.inputValue()).toBe('a blue whale');
    expect(journey.complaints).toEqual([]);
  });
});

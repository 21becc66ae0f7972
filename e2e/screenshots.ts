/**
 * `npm run screenshots`: uses the built studio as a person would, and keeps a picture of every page, dark and light, in
 * docs/images. To see only some: `npm run screenshots -- grid history`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { openServed } from './hosts/serve.ts';
import { ComposerPage } from './pages/composer-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { WelcomePage } from './pages/welcome-page.ts';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';
import { webpOf } from '../scripts/webp.mjs';

const FOLDER = process.env['HEIRLOOM_SCREENSHOTS'] ?? join(root, 'docs', 'images');
const THEMES = ['dark', 'light'] as const;
const GRID_MS = 180_000;
/** So many that a run is still under way when both pictures of it are taken. */
const MANY_STEPS = 150;
const STEPS = 50;

/** What is made, so that there is something to look at: prompt and preset. */
const MADE = [
  ['a fox, noto style', 'CO6'],
  ['a slice of watermelon', 'LI1'],
  ['a rocket, fluent style', 'EX3'],
  ['a panda, noto style', 'CO3'],
] as const;

/** What is there to be seen, in the order in which it comes about. */
const SHOTS: readonly { readonly name: string; readonly show: (composer: ComposerPage) => Promise<void> }[] = [
  { name: 'welcome', show: async ({ page }) => void (await new WelcomePage(page).opened()) },
  { name: 'compose', show: make },
  { name: 'running', show: startLongRun },
  { name: 'queue', show: queueAGrid },
  { name: 'grid', show: finishGrid },
  { name: 'history', show: openHistory },
  { name: 'history-table', show: ({ page }) => choose(page, 'View', 'Table') },
  { name: 'compare', show: ({ page }) => go(page, 'compare') },
  { name: 'compare-difference', show: ({ page }) => choose(page, 'How to compare', 'Difference') },
  { name: 'models', show: ({ page }) => go(page, 'models') },
  { name: 'help', show: ({ page }) => go(page, 'help?about=semantics') },
  { name: 'settings', show: ({ page }) => go(page, 'settings') },
];

const wanted = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'heirloom-screenshots-'));
const studio = await openServed(folder);
try {
  const composer = new ComposerPage(studio.page);
  for (const { name, show } of SHOTS) {
    await show(composer);
    if (wanted.length === 0 || wanted.includes(name)) await shoot(studio.page, name);
  }
} finally {
  await studio.quit();
  await rm(folder, { recursive: true, force: true });
}

async function make(composer: ComposerPage): Promise<void> {
  await composer.opened();
  for (const [prompt, preset] of MADE) {
    await composer.prompt.fill(prompt);
    await composer.prompt.press('Escape');
    await composer.choosePreset(preset);
    await composer.makeComparison();
  }
}

async function startLongRun(composer: ComposerPage): Promise<void> {
  await composer.setSteps(MANY_STEPS);
  await composer.run.click();
  // Not so far on that it is done before both themes are seen.
  await composer.page.getByText(new RegExp(`^Call [2-4]\\d of ${MANY_STEPS + 1}`)).waitFor({ timeout: GRID_MS });
}

/** A grid's runs wait while the first of them is made. */
async function queueAGrid(composer: ComposerPage): Promise<void> {
  await composer.cancel.click();
  await composer.idle();
  await composer.setSteps(STEPS);
  await go(composer.page, 'grid');
  await composer.page.getByRole('combobox', { name: 'What Y down varies' }).selectOption('prompt');
  const prompts = MADE.slice(0, 3).map(([prompt]) => prompt);
  await composer.page.getByRole('textbox', { name: 'Values of Prompt' }).fill(prompts.join('\n'));
  await composer.page.getByRole('button', { name: 'Make the grid' }).click();
  await composer.page.getByText(/\d+ of \d+ cells made/).waitFor();
  await go(composer.page, 'queue');
}

async function finishGrid({ page }: ComposerPage): Promise<void> {
  await go(page, 'grid');
  await page.getByText(/(\d+) of \1 cells made/).waitFor({ timeout: GRID_MS });
}

/** With a run that inherits beside them. */
async function openHistory({ page }: ComposerPage): Promise<void> {
  const history = await new HistoryPage(page).open();
  await history.runs.filter({ hasText: 'CO6' }).first().click();
}

async function go(page: Page, name: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/${name}`);
}

async function choose(page: Page, group: string, option: string): Promise<void> {
  await page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option, exact: true }).check();
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0); // nothing is pointed at
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await settle(page);
    await writeFile(join(FOLDER, `studio-${name}-${theme}.webp`), await webpOf(await page.screenshot()));
  }
}

/** Until every picture is there and nothing moves. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const images = (globalThis as unknown as { document: { images: Iterable<{ decode(): Promise<void> }> } }).document
      .images;
    await Promise.all([...images].map((image) => image.decode().catch(() => {})));
  });
  await page.waitForTimeout(600);
}

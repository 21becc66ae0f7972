/** Pictures that are no squares are whole wherever they are; any picture opens over the window, and has a menu. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { dropFile } from './drop-file.ts';
import { chromiumPath } from './hosts/chromium.ts';
import { openServed } from './hosts/serve.ts';
import { Journey } from './journey.ts';
import { GridPage } from './pages/grid-page.ts';
import { HistoryPage } from './pages/history-page.ts';
import { ViewerPage } from './pages/viewer-page.ts';
import { canvasOf, pngOf } from '../main/pictures/picture.ts';

const FEW_STEPS = 12;
const SIZES = [
  [64, 128],
  [128, 64],
] as const;

/** A picture of the page: its own form, and the form it is drawn in. */
interface Drawn {
  readonly alt: string;
  readonly whole: boolean;
}

describe.skipIf(!existsSync(chromiumPath()))('pictures', () => {
  const journey = new Journey(openServed);

  /** Every picture in sight that is not square, and whether all of it is drawn. */
  const notSquare = async (): Promise<Drawn[]> => {
    await journey.studio.page.waitForLoadState('networkidle');
    return await journey.studio.page.evaluate(async () => {
      interface Image {
        readonly alt: string;
        readonly naturalWidth: number;
        readonly naturalHeight: number;
        decode(): Promise<void>;
        getBoundingClientRect(): { readonly width: number; readonly height: number };
      }
      const page = globalThis as unknown as {
        document: { images: Iterable<Image> };
        getComputedStyle(image: Image): { objectFit: string };
      };
      const images = [...page.document.images];
      await Promise.all(images.map((image) => image.decode().catch(() => {})));
      return images
        .filter(({ naturalWidth, naturalHeight }) => naturalWidth !== naturalHeight)
        .map((image) => {
          const { width, height } = image.getBoundingClientRect();
          const { objectFit } = page.getComputedStyle(image);
          const sameForm = Math.abs(width / height / (image.naturalWidth / image.naturalHeight) - 1) < 0.02;
          return { alt: image.alt, whole: objectFit === 'contain' || objectFit === 'scale-down' || sameForm };
        });
    });
  };
  const expectWhole = async (least: number) => {
    await expect.poll(async () => (await notSquare()).length).toBeGreaterThanOrEqual(least);
    expect((await notSquare()).filter(({ whole }) => !whole)).toEqual([]);
  };

  test.each(SIZES)('a run of %ix%i is whole: the comparison, as large as its form allows', async (width, height) => {
    const { composer } = journey;
    await composer.opened();
    await composer.prompt.fill(`a fox of ${width}x${height}`);
    await composer.prompt.press('Escape');
    await composer.setSteps(FEW_STEPS);
    await composer.setSize(width, height);
    await composer.makeComparison();
    await expect.poll(async () => (await notSquare()).length).toBe(2);
    await expectWhole(2);
    const frame = (await composer.page.locator('.compare').boundingBox())!;
    expect(frame.width / frame.height).toBeCloseTo(width / height, 1);
    expect(Math.max(frame.width, frame.height)).toBeGreaterThanOrEqual(320);
    for (const key of ['h', 'p']) {
      await composer.page.keyboard.press(key);
      await expectWhole(2);
      const { width: across, height: down } = (await composer.page.locator('.compare').boundingBox())!;
      expect(Math.max(across, down)).toBeGreaterThanOrEqual(320);
    }
    await composer.page.keyboard.press('d');
  });

  test('gallery, table, the chosen run and several of them', async () => {
    const { page } = journey.studio;
    const history = await new HistoryPage(page).open();
    await history.runs.first().click();
    await expectWhole(5);
    await history.runs.nth(2).click({ modifiers: ['Control'] });
    await expectWhole(6);
    await page.getByRole('radio', { name: 'Table' }).check();
    await expectWhole(4);
    await page.getByRole('radio', { name: 'Gallery' }).check();
  });

  test('all are tagged at once, found by the tag, and let go', async () => {
    const { page } = journey.studio;
    const history = new HistoryPage(page);
    await history.selectAll(4);
    await history.tag('series');
    await history.search.fill('fox series');
    await expect.poll(() => history.runs.count()).toBe(4);
    await history.search.fill('seri 64x128');
    await expect.poll(() => history.runs.count()).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await history.search.fill('series');
    await page.getByText('No run matches').waitFor();
    await page.getByRole('button', { name: 'Remove all filters' }).click();
    await history.selectAll(4);
    await page.keyboard.press('Escape');
    await expect.poll(() => selected(history)).toBe(0);
  });

  test('chosen pictures are exported as they are, and on one sheet', async () => {
    const { page } = journey.studio;
    const history = new HistoryPage(page);
    await history.selectAll(4);
    const saved = async (what: RegExp) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: what }).click();
      const file = await download;
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
    };
    await page.keyboard.press('e');
    const zip = await saved(/^Pictures /);
    expect(zip.name).toMatch(/^heirloom-pictures-.*\.zip$/);
    const files = Object.entries(unzipSync(zip.bytes));
    expect(files.map(([name]) => name.replace(/-\d+-seed-\d+/, ''))).toEqual([
      ...Array.from({ length: 4 }, () => 'pictures/heirloom.png'),
      'numbers.csv',
      'numbers.json',
    ]);
    for (const [name, content] of files) {
      if (name.endsWith('.png')) expect(isKept(journey.folder, Buffer.from(content))).toBe(true);
    }
    await history.runs.nth(2).click({ button: 'right' });
    const menu = page.getByRole('menu', { name: '4 runs selected' });
    await menu.getByRole('menuitem', { name: /^Export/ }).click();
    expect((await saved(/^Contact sheet, PNG/)).name).toMatch(/^heirloom-contact-sheet-.*\.png$/);
  });

  test('what went into the trash comes back where it was; orders and sizes are chosen', async () => {
    const { page } = journey.studio;
    const history = new HistoryPage(page);
    const before = await history.spoken();
    await history.runs.nth(1).click();
    await history.runs.nth(2).click({ modifiers: ['Shift'] });
    await page.keyboard.press('Delete');
    await expect.poll(() => history.spoken()).toEqual([before[0], before[3]]);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect.poll(() => history.spoken()).toEqual(before);
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Oldest first');
    await expect.poll(() => history.spoken()).toEqual(before.toReversed());
    await page.getByRole('slider', { name: 'Size of the pictures' }).fill('400');
    await expect.poll(async () => (await history.runs.first().boundingBox())!.width).toBeGreaterThan(400);
    await expectWhole(4);
    await page.getByRole('slider', { name: 'Size of the pictures' }).fill('170');
    await page.getByRole('combobox', { name: 'Order' }).selectOption('Newest first');
    await expect.poll(() => history.spoken()).toEqual(before);
  });

  test('the comparison page, what is chosen there, and the start picture', async () => {
    const { page } = journey.studio;
    await page.keyboard.press('Control+4');
    await expectWhole(2);
    await page.getByRole('button', { name: /^A / }).click();
    await expectWhole(6);
    await page.keyboard.press('Escape');
    await journey.composer.startPicture.click();
    await expectWhole(4);
    await page.getByRole('list', { name: 'Latest pictures' }).getByRole('button').last().click();
    await page.getByRole('button', { name: 'Look at the start picture' }).waitFor();
    await expectWhole(5);
    await page.keyboard.press('Escape');
    await journey.composer.startFromNoise();
  });

  test('Space looks at the chosen run; arrows go through the list, and Escape back to it', async () => {
    const { page } = journey.studio;
    const history = await new HistoryPage(page).open();
    const viewer = new ViewerPage(page);
    await history.runs.first().click();
    await page.keyboard.press('Space');
    await viewer.viewer.waitFor();
    expect(await viewer.place.textContent()).toBe('1 of 4');
    const first = await viewer.content();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => viewer.place.textContent()).toBe('2 of 4');
    expect(await viewer.content()).not.toBe(first);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => viewer.content()).toBe(first);
    await page.keyboard.press('i');
    await viewer.viewer.getByText('Scheduler').waitFor();
    await page.keyboard.press('i');
    await viewer.close();
    expect(await page.getByRole('listbox', { name: 'Runs' }).evaluate((list) => list.matches(':focus'))).toBe(true);
  });

  test('it fits, or has a pixel of the window for each of its own; it is zoomed and moved', async () => {
    const { page } = journey.studio;
    const viewer = new ViewerPage(page);
    await page.keyboard.press('Space');
    await viewer.viewer.waitFor();
    await expect.poll(async () => (await viewer.shownSize()).width).toBeGreaterThan(1000);
    await page.keyboard.press('1');
    await expect.poll(() => viewer.shownSize()).toEqual({ width: 128, height: 64 });
    await page.keyboard.press('0');
    await expect.poll(async () => (await viewer.shownSize()).width).toBe(1440);
    const pane = (await viewer.viewer.locator('figure').boundingBox())!;
    await page.mouse.move(pane.x + pane.width / 2, pane.y + pane.height / 2);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await viewer.shownSize()).width).toBeCloseTo(2880, 0);
    const before = (await viewer.picture.boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(pane.x + pane.width / 2 + 100, pane.y + pane.height / 2, { steps: 4 });
    await page.mouse.up();
    expect((await viewer.picture.boundingBox())!.x - before.x).toBeCloseTo(100, 0);
    await viewer.close();
  });

  test('the menu opens with a click and with keys, says what can be done, and does it', async () => {
    const { page } = journey.studio;
    const viewer = new ViewerPage(page);
    const history = await new HistoryPage(page).open();
    await history.runs.first().click({ button: 'right' });
    await viewer.menu.waitFor();
    expect(await viewer.item(/Show in its folder/).count()).toBe(0);
    const saved = page.waitForEvent('download');
    await viewer.item(/^Save as/).click();
    expect((await saved).suggestedFilename()).toMatch(/^heirloom-\d+-seed-\d+\.png$/);
    await history.runs.first().click();
    await page.keyboard.press('Shift+F10');
    await viewer.item(/^Use as start picture/).click();
    await page.getByText('The next run begins from this picture').waitFor();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await history.runs.first().click();
    await page.keyboard.press('ContextMenu');
    await viewer.item(/^Compare with its baseline/).click();
    await page.waitForURL(/#\/compare\?a=\d+&b=\d+/);
  });

  test('a cell of a grid opens over the grid, among the other cells', async () => {
    const { page } = journey.studio;
    const grid = await new GridPage(page).open();
    const cells = 2;
    await grid.removeAxis('Y down');
    for (const preset of ['CO3', 'EX3']) await grid.toggle(preset);
    await grid.make.click();
    await grid.made(cells);
    await expectWhole(cells);
    await grid.cells.nth(1).click();
    const viewer = new ViewerPage(page);
    await expect.poll(() => viewer.place.textContent()).toBe(`2 of ${cells}`);
    await viewer.close();
    expect(await grid.cells.nth(1).evaluate((cell) => cell.matches(':focus'))).toBe(true);
  });

  test('a dropped picture without settings is looked at, starts the next run, and is kept only then', async () => {
    const { page } = journey.studio;
    const file = pngOf(canvasOf(48, 96));
    await new HistoryPage(page).open();
    await dropFile(page, 'photo.png', file);
    await page.getByText('This picture carries no settings.').waitFor();
    await expectWhole(5);
    expect(isKept(journey.folder, file)).toBe(false);
    await page.getByRole('button', { name: 'Use as start picture' }).click();
    await page.getByText('The next run begins from photo.png').waitFor();
    expect(isKept(journey.folder, file)).toBe(true);
  });

  test('nothing of it was an error', () => expect(journey.complaints).toEqual([]));
});

async function selected({ runs }: HistoryPage): Promise<number> {
  return await runs.and(runs.page().locator('[aria-selected=true]')).count();
}

/** Pictures lie under their content's name. */
function isKept(folder: string, file: Buffer): boolean {
  const id = createHash('sha256').update(file).digest('hex');
  return existsSync(join(folder, 'pictures', id.slice(0, 2), `${id}.png`));
}

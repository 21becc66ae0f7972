import { unzipSync } from 'fflate';
import { load } from '../../pictures/exif-reader.fixture.ts';
import { describe, expect, it } from 'vitest';
import type { LabelledAxis } from '../../../preload/contract/grid.ts';
import { GRID_KEYWORD, parseGridRecord } from '../../pictures/grid-record.ts';
import { readCarried } from '../../pictures/carried-texts.ts';

import { decoder } from '../../pictures/decoder/decoder.ts';
import { canvasOf } from '../../pictures/picture.ts';
import { readParameters } from '../../pictures/programs/take-over.ts';
import { doubtInWords } from '../../../native-models/strategy/doubtful-speedup.ts';
import { MARGIN } from '../drawing/heading.ts';
import { PALETTES } from '../drawing/palette.ts';
import { sheetsArchive } from './archive.ts';
import { layoutSheets } from './layout.ts';
import type { RgbImage } from '../../../native-models/image.ts';
import { csvOf } from './numbers.ts';
import { sheetsPicture } from './picture.ts';
import { CO6, exampleSheets, pictureAt, SETTINGS } from './sheets.fixture.ts';

const STRATEGIES: LabelledAxis = { kind: 'strategy', values: [null, CO6], labels: ['baseline', 'CO6 P5†'] };
const SEEDS: LabelledAxis = { kind: 'seed', values: [7, 8, 9], labels: ['7', '8', '9'] };
const STEPS: LabelledAxis = { kind: 'steps', values: [20, 50], labels: ['20', '50'] };
const SIZES: LabelledAxis = {
  kind: 'size',
  values: [
    { width: 64, height: 64 },
    { width: 96, height: 48 },
  ],
  labels: ['64×64', '96×48'],
};
const long = (n: number) => `${n}: a cathedral of glass and moss, ${'volumetric light, '.repeat(20)}8k`;
const PROMPTS: LabelledAxis = { kind: 'prompt', values: [long(1), long(2)], labels: [long(1), long(2)] };

/** Of a baseline and CO6, thrice. */
const SPEEDUPS = [null, 1.7, null, 1.8, null, 4];

type Box = Readonly<Record<'left' | 'top' | 'width' | 'height', number>>;

/** How many pixels in a box have a colour, or nearly. */
function countOf({ pixels, width }: RgbImage, color: string, box: Box): number {
  const wanted = Buffer.from(color.slice(1), 'hex');
  let found = 0;
  for (let y = box.top; y < box.top + box.height; y += 1) {
    for (let x = box.left; x < box.left + box.width; x += 1) {
      if (wanted.every((value, channel) => Math.abs(value - pixels[(y * width + x) * 3 + channel]!) <= 16)) found += 1;
    }
  }
  return found;
}

const layoutOf = (axes: readonly LabelledAxis[], changes = {}) => {
  const { sheets } = exampleSheets(axes, changes);
  return layoutSheets(sheets, sheets.settings.prompt, canvasOf(1, 1).getContext('2d'));
};

describe('the layout of an exported grid', () => {
  it.each([
    ['one axis', [STRATEGIES]],
    ['three axes', [STRATEGIES, SEEDS, STEPS]],
    ['long prompts on both', [PROMPTS, SEEDS]],
    ['long prompts down', [SEEDS, PROMPTS]],
    ['sizes', [SIZES, SEEDS]],
    ['five axes', [STRATEGIES, SEEDS, STEPS, SIZES, PROMPTS]],
  ])('lets nothing leave the picture or cover another: %s', (_, axes) => {
    const { columns, rows, sheets, sheetHeight, width, height, left, gutter } = layoutOf(axes);
    let free = left + gutter;
    for (const { at, size } of columns) {
      expect(at).toBeGreaterThanOrEqual(free);
      free = at + size;
    }
    expect(free).toBeLessThanOrEqual(width);
    free = 0;
    for (const { at, size } of rows) {
      expect(at).toBeGreaterThanOrEqual(free);
      free = at + size;
    }
    expect(free).toBeLessThanOrEqual(sheetHeight);
    expect(sheets.at(-1)! + sheetHeight).toBeLessThanOrEqual(height);
  });

  it.each([
    [8, 8, 32],
    [64, 64, 4],
    [64, 128, 2],
    [200, 96, 2],
    [256, 64, 1],
    [512, 512, 1],
  ])('enlarges pictures of %ix%i by a whole factor: %i', (width, height, enlarged) => {
    expect(layoutOf([SEEDS], { width, height })).toMatchObject({ enlarged });
  });

  it('enlarges a grid of many cells no further than what a WebP holds', () => {
    const many = Array.from({ length: 90 }, (_, seed) => seed);
    const axis: LabelledAxis = { kind: 'seed', values: many, labels: many.map(String) };
    const layout = layoutOf([axis], { width: 64, height: 64 });
    expect(layout.enlarged).toBe(2);
    expect(layout.width).toBeLessThanOrEqual(16_383);
  });

  it('has larger letters beside larger pictures', () => {
    expect(layoutOf([SEEDS]).scale).toBeCloseTo(256 / 216, 12);
    expect(layoutOf([SEEDS], { width: 1080, height: 1296 }).scale).toBe(5);
  });
});

describe('an exported grid', () => {
  it.each(['dark', 'light'] as const)('holds every cell as it is, pixel by pixel (%s)', async (theme) => {
    const axes = [STRATEGIES, SIZES, STEPS];
    const { sheets, read } = exampleSheets(axes);
    const { columns, rows, sheets: tops, enlarged } = layoutOf(axes);
    expect(enlarged).toBe(3);
    const grid = await decoder.pixels(await sheetsPicture(sheets, 'png', theme, read), 'grid');
    for (const [index, { settings }] of sheets.cells.entries()) {
      const [x, y, z] = [index % 2, Math.floor(index / 2) % 2, Math.floor(index / 4)] as const;
      const width = settings.width * enlarged;
      const left = columns[x]!.at + Math.floor((columns[x]!.size - width) / 2);
      const top = tops[z]! + rows[y]!.at;
      const original = pictureAt(index, settings);
      for (let y = 0; y < settings.height; y += 1) {
        const pixels = Array.from({ length: settings.width }, (_, x) => {
          const at = (y * settings.width + x) * 3;
          return Array.from({ length: enlarged }, () => original.pixels.subarray(at, at + 3));
        });
        const wanted = Buffer.concat(pixels.flat());
        for (let line = y * enlarged; line < (y + 1) * enlarged; line += 1) {
          const from = ((top + line) * grid.width + left) * 3;
          expect(wanted.equals(grid.pixels.subarray(from, from + width * 3))).toBe(true);
        }
      }
    }
  });

  it.each(['dark', 'light'] as const)('marks what is doubtful, and says below why (%s)', async (theme) => {
    const axes = [STRATEGIES, SEEDS];
    const { sheets, read } = exampleSheets(axes, {}, [], new Map([[3, 'beyond-ideal']]));
    const layout = layoutSheets(sheets, sheets.settings.prompt, canvasOf(1, 1).getContext('2d'));
    const plain = layoutOf(axes);
    expect(layout.legend).toEqual(['beyond-ideal']);
    expect(plain.legend).toEqual([]);
    expect(layout.height).toBe(plain.height + layout.legendHeight - plain.legendHeight);

    const drawn = async (from: typeof sheets) =>
      await decoder.pixels(await sheetsPicture(from, 'png', theme, read), 'grid');
    const undoubted = exampleSheets(axes).sheets;
    const [marked, unmarked] = [await drawn(sheets), await drawn(undoubted)];
    const amber = PALETTES[theme].compute;
    /** Pixels of the mark's colour right of a cell's number, in the line that it stands in. */
    const marks = (picture: typeof marked, x: number, y: number) => {
      const [left, top] = [layout.columns[x]!.at, layout.sheets[0]! + layout.rows[y]!.at + 256];
      const box = { left, top: top + Math.round(4 * layout.scale), width: 100, height: Math.round(16 * layout.scale) };
      return countOf(picture, amber, box);
    };
    expect(marks(marked, 1, 1)).toBeGreaterThan(20);
    for (const [x, y] of [
      [1, 0],
      [1, 2],
      [0, 1],
    ] as const) {
      expect(marks(marked, x, y)).toBe(0);
    }
    expect(marks(unmarked, 1, 1)).toBe(0);
    // The legend: its mark at the margin, above the foot.
    const foot = layout.height - Math.round(62 * layout.headScale) - layout.legendHeight;
    const margin = Math.round(MARGIN * layout.headScale);
    const legend = {
      left: margin,
      top: foot,
      width: Math.round(14 * layout.headScale),
      height: layout.legendHeight + 40,
    };
    expect(countOf(marked, amber, legend)).toBeGreaterThan(20);
    const below = { ...legend, top: unmarked.height - Math.round(62 * layout.headScale), height: 40 };
    expect(countOf(unmarked, amber, below)).toBe(0);
  });

  it('gives the median over cells whose calls compute the same, and of how many', async () => {
    const { sheets, read } = exampleSheets([STRATEGIES, SEEDS], {}, [], new Map([[1, 'unsteady']]));
    const faster = sheets.cells.map((cell, index) => ({ ...cell, run: { ...cell.run!, speedup: SPEEDUPS[index]! } }));
    const { texts } = readCarried(await sheetsPicture({ ...sheets, cells: faster }, 'png', 'dark', read));
    const { cells } = parseGridRecord(texts.get(GRID_KEYWORD)!, 'grid');
    expect(cells.map((cell) => [cell?.['doubt'], cell?.['median']])).toEqual([
      [null, null],
      ['unsteady', { speedup: 1.8, runs: 3, doubt: null }],
      [null, null],
      [null, { speedup: 1.8, runs: 3, doubt: null }],
      [null, null],
      [null, { speedup: 1.8, runs: 3, doubt: null }],
    ]);
    const [head, baseline, first, , second] = csvOf({ ...sheets, cells: faster }).split('\r\n');
    expect(head).toContain(',speedup,doubt,doubtInWords,medianSpeedup,medianOf,medianDoubt,');
    // 2.1 is the ideal of what inherits here.
    expect(baseline).toContain(',6.2,,,,,,,1,');
    expect(first).toContain(`,3.35,1.7,unsteady,"${doubtInWords('unsteady')}",1.8,3,,2.1,`);
    expect(second).toContain(',3.35,1.8,,,1.8,3,,2.1,');
    // A third line beneath each picture.
    expect(layoutOf([STRATEGIES, SEEDS]).notes).toHaveLength(1);
    expect(layoutOf([STRATEGIES, STEPS]).notes).toEqual([]);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('carries its settings, axes and numbers as %s', async (format) => {
    const { sheets, read } = exampleSheets([STRATEGIES, SEEDS], {}, [3]);
    const { texts } = readCarried(await sheetsPicture(sheets, format, 'dark', read));
    const record = parseGridRecord(texts.get(GRID_KEYWORD)!, 'grid');
    expect(record.settings).toEqual(SETTINGS);
    expect(record.axes).toEqual([SEEDS, STRATEGIES]);
    expect(record.cells.map((cell) => cell && [cell.run, cell.speedup])).toEqual([
      [1, null],
      [2, 1.85],
      [3, null],
      null,
      [5, null],
      [6, 1.85],
    ]);
    expect(readParameters(texts.get('parameters')!).settings).toMatchObject({ prompt: SETTINGS.prompt, seed: 4127 });
    expect(texts.get('parameters')).toContain('Script: X/Y/Z plot, X Type: Strategy, X Values: "baseline, CO6 P5†"');
  });

  it('is a JPEG and a WebP that others read', async () => {
    const { sheets, read } = exampleSheets([STRATEGIES, SEEDS]);
    for (const format of ['jpeg', 'webp'] as const) {
      const file = await sheetsPicture(sheets, format, 'light', read);
      const tags = load(file, { expanded: true }) as unknown as Record<string, Record<string, unknown>>;
      expect(Object.keys(tags['xmp']!)).toContain('heirloom-grid');
      expect(Object.keys(tags['exif']!)).toContain('UserComment');
      expect((await decoder.pixels(file, format)).width).toBe(layoutOf([STRATEGIES, SEEDS]).width);
    }
  });

  it('says in words what is too large for a format', async () => {
    const many = Array.from({ length: 2000 }, (_, seed) => seed);
    const axis: LabelledAxis = { kind: 'seed', values: many, labels: many.map(String) };
    const { sheets, read } = exampleSheets([axis], { width: 8, height: 8 });
    await expect(sheetsPicture(sheets, 'webp', 'dark', read)).rejects.toThrow(
      /pixels, more than a WebP picture can be here: at most 16,383 a side/,
    );
  });
});

it('a zip has the grid, each picture as it is under a telling name, and the numbers', async () => {
  const { sheets, read } = exampleSheets([STRATEGIES, SEEDS], {}, [3]);
  const files = unzipSync(new Uint8Array(await (await sheetsArchive(sheets, 'dark', read)).arrayBuffer()));
  expect(Object.keys(files).toSorted()).toEqual([
    'grid.png',
    'numbers.csv',
    'numbers.json',
    'pictures/01-01-baseline-seed-7.png',
    'pictures/01-02-co6-p5-seed-7.png',
    'pictures/02-01-baseline-seed-8.png',
    'pictures/03-01-baseline-seed-9.png',
    'pictures/03-02-co6-p5-seed-9.png',
  ]);
  expect(Buffer.from(files['pictures/02-01-baseline-seed-8.png']!)).toEqual(await read(sheets.cells[2]!.run!.picture));
  expect(new TextDecoder().decode(files['numbers.csv']).split('\r\n')).toHaveLength(7);
});

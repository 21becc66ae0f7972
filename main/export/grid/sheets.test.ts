import { unzipSync } from 'fflate';
import { load } from '../../pictures/exif-reader.fixture.ts';
import { describe, expect, it } from 'vitest';
import type { LabelledAxis } from '../../../preload/contract/grid.ts';
import { GRID_KEYWORD, parseGridRecord } from '../../pictures/grid-record.ts';
import { readCarried } from '../../pictures/carried-texts.ts';

import { decoder } from '../../pictures/decoder/decoder.ts';
import { canvasOf } from '../../pictures/picture.ts';
import { readParameters } from '../../pictures/programs/take-over.ts';
import { sheetsArchive } from './archive.ts';
import { layoutSheets } from './layout.ts';
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

import { describe, expect, test } from 'vitest';
import type { LabelledAxis } from '../../../preload/contract/grid.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { failure } from '../../base/problem.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import { canvasOf } from '../../pictures/picture.ts';
import { exampleSheets, pictureAt } from '../grid/sheets.fixture.ts';
import { differencesOf } from './differences.ts';
import { contactSheet } from './draw.ts';
import { layoutContact } from './layout.ts';
import { csvOfRuns, jsonOfRuns } from './numbers.ts';

const SIZES: LabelledAxis = {
  kind: 'size',
  values: [
    { width: 64, height: 64 },
    { width: 96, height: 48 },
  ],
  labels: ['64×64', '96×48'],
};
const SEEDS: LabelledAxis = { kind: 'seed', values: [7, 8, 9], labels: ['7', '8', '9'] };

function example() {
  const { sheets, read } = exampleSheets([SIZES, SEEDS]);
  return { runs: sheets.cells.map(({ run }) => run!), read };
}
const layoutOf = (runs: readonly Run[]) =>
  layoutContact(runs, differencesOf(runs).labels, 'a title', canvasOf(1, 1).getContext('2d'));

describe('a contact sheet', () => {
  test.each(['dark', 'light'] as const)('holds every picture whole, pixel by pixel (%s)', async (theme) => {
    const { runs, read } = example();
    const sheet = await decoder.pixels(
      await contactSheet(runs, { format: 'png', theme, read, day: '2026-11-27' }),
      's',
    );
    const { cells, enlarged } = layoutOf(runs);
    expect(enlarged).toBe(3); // 256 / 96, rounded up
    for (const [index, { settings }] of runs.entries()) {
      const original = pictureAt(index, settings);
      const { x: left, top } = cells[index]!;
      for (let y = 0; y < settings.height * enlarged; y += 1) {
        const line = top + y;
        for (let x = 0; x < settings.width * enlarged; x += 1) {
          const at = (line * sheet.width + left + x) * 3;
          const of = (Math.floor(y / enlarged) * settings.width + Math.floor(x / enlarged)) * 3;
          if (sheet.pixels[at] !== original.pixels[of] || sheet.pixels[at + 2] !== original.pixels[of + 2])
            expect.fail(`picture ${index} differs at ${x}, ${y}`);
        }
      }
    }
  });

  test('names a picture that cannot be read in its place, and shows the others', async () => {
    const { runs, read } = example();
    const asked: string[] = [];
    const without = async (id: string) => {
      asked.push(id);
      if (id === runs[1]!.picture) throw failure('it is not in the data folder');
      return await read(id);
    };
    const sheet = await contactSheet(runs, { format: 'jpeg', theme: 'dark', read: without, day: '2026-11-27' });
    expect((await decoder.pixels(sheet, 's')).width).toBe(layoutOf(runs).width);
    expect(asked).toEqual(runs.map(({ picture }) => picture));
  });

  test('lets no picture cover another, nor leave the sheet', () => {
    const { runs } = example();
    const { cells, room, labelHeight, width, height } = layoutOf(runs);
    for (const [index, { x, top, bottom }] of cells.entries()) {
      expect(x + room).toBeLessThanOrEqual(width);
      expect(bottom + labelHeight).toBeLessThan(height);
      expect(bottom - top).toBe(runs[index]!.settings.height * 3);
      for (const other of cells.slice(index + 1)) {
        expect(other.x >= x + room || other.top >= bottom + labelHeight).toBe(true);
      }
    }
  });

  test('that would be larger than a picture can be says so before anything is read', async () => {
    const { runs } = example();
    const large = Array.from({ length: 60 }, (_, id) => {
      const { settings } = runs[0]!;
      return { ...runs[0]!, id, settings: { ...settings, width: 8192, height: 8192 } };
    });
    const read = async () => expect.fail('nothing is to be read');
    await expect(contactSheet(large, { format: 'png', theme: 'dark', read, day: '2026-11-27' })).rejects.toThrow(
      /This contact sheet would be \d+ x \d+ pixels, more than a PNG picture can be here/,
    );
  });

  test('ends between two pictures when nobody wants it any more', async () => {
    const { runs, read } = example();
    const abort = new AbortController();
    let count = 0;
    const counted = async (id: string) => {
      count += 1;
      abort.abort();
      return await read(id);
    };
    const wanted = { format: 'png', theme: 'dark', read: counted, day: '2026-11-27', signal: abort.signal } as const;
    await expect(contactSheet(runs, wanted)).rejects.toThrow(/abort/i);
    expect(count).toBe(1);
  });
});

describe('the numbers of chosen runs', () => {
  const runs = example().runs.map((run) => ({ ...run, tags: ['keep', 'a, b'], note: 'said "yes"', favourite: true }));
  const read = (ids: readonly number[]) => ids.flatMap((id) => runs.find((run) => run.id === id) ?? []);

  test('are a table with a line for each, in the order asked for', async () => {
    const lines = (await (await csvOfRuns([3, 99, 1], read)).text()).split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^run,strategy,mode,.*,made,negativePrompt,favourite,tags,note$/);
    expect(lines[1]).toMatch(/^3,CO6,P5\+,.*,blurry,yes,"keep, a, b","said ""yes"""$/);
    expect(lines[2]).toMatch(/^1,/);
  });

  test('are JSON with their settings', async () => {
    const all = JSON.parse(await (await jsonOfRuns([2, 1], read)).text()) as { runs: unknown[] };
    expect(all.runs).toMatchObject([
      { run: 2, tags: ['keep', 'a, b'], favourite: true, settings: runs[1]!.settings, timings: [] },
      { run: 1, seconds: 3.35, speedup: 1.85, psnr: 27.4 },
    ]);
    expect(JSON.parse(await (await jsonOfRuns([99], read)).text())).toEqual({ runs: [] });
  });
});

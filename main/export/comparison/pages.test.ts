import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveComparison } from './comparison-files.ts';
import { exampleComparison } from '../../compare/comparison.fixture.ts';
import { layoutGrid } from './layout.ts';
import { pagesOf } from './pages.ts';

const many = Array.from({ length: 200 }, (_, seed) => ({ prompt: 'a red fox', seed }));

describe('a comparison of many cases', () => {
  it('is one page where it fits', () => {
    const comparison = exampleComparison({ cases: many.slice(0, 3), strategies: ['CO6'], size: 8 });
    expect(pagesOf(comparison)).toEqual([comparison]);
  });

  it('is as many pages as it takes, each case on one of them', () => {
    const comparison = exampleComparison({ cases: many, strategies: ['CO6', 'LI1'], size: 8 });
    const pages = pagesOf(comparison);
    expect(pages.flatMap(({ cases }) => cases)).toEqual(many);
    for (const page of pages) {
      // Two device pixels each, and 32,767 is what Skia draws.
      expect(2 * layoutGrid(page, 200, 62).height).toBeLessThan(32_767);
      for (const { cells } of page.columns) {
        expect(cells.map(({ row }) => row.seed)).toEqual(page.cases.map(({ seed }) => seed));
      }
    }
  });

  it('that was stopped shows what there is: no empty rows, no empty columns', () => {
    const whole = exampleComparison({ cases: many, strategies: ['CO6'], size: 8 });
    const finished = [100, 2];
    const columns = whole.columns.map((column, i) => ({ ...column, cells: column.cells.slice(0, finished[i]) }));
    const pages = pagesOf({ ...whole, columns, interrupted: true });
    expect(pages.flatMap(({ cases }) => cases)).toEqual(many.slice(0, 100));
    expect(pages.map((page) => page.columns.length)).toEqual([2, 1]);
  });

  it('leaves no page of an earlier one behind, and takes nobody’s picture away', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heirloom-pages-'));
    for (const name of ['grid.page-2.png', 'grid-2.png']) await writeFile(join(folder, name), '');
    const comparison = exampleComparison({ cases: many.slice(0, 2), strategies: ['CO6'], size: 8 });
    const { grid, grids } = await saveComparison(folder, comparison, 'dark');
    expect(grids).toEqual([grid]);
    expect((await readdir(folder)).toSorted()).toEqual(['grid-2.png', 'grid.png', 'results.json']);
  });
});

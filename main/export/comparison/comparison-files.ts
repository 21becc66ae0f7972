/** A comparison as files: each picture as it is made, then `grid.png` and `results.json`. */
import { readdir, rm } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { fidelityColumns } from '../../../native-models/metrics/fidelity.ts';
import { type Column, columnSpeedup, type Comparison, type ResultRow, type Variant } from '../../compare/comparison.ts';
import { labelOf } from '../../../native-models/strategy/naming.ts';
import type { MadePicture } from '../../runs/make-picture.ts';
import { PROGRAM } from '../../base/places.ts';
import { RECORD_KEYWORD } from '../../pictures/picture-record.ts';
import { slug, writeNew, writeOver } from '../../base/files.ts';
import { drawGrid } from './draw.ts';
import { pagesOf } from './pages.ts';
import type { Theme } from '../drawing/palette.ts';
import type { PngText } from '../../pictures/png-text.ts';
import { withTexts } from '../../pictures/png-text.ts';

/** `a-red-fox-4127-co6-p5+.png` in `folder`. */
export async function savePicture(folder: string, { record, png }: MadePicture, variant: Variant): Promise<string> {
  return await writeNew(
    join(folder, `${slug(record.prompt)}-${record.seed}-${VARIANT_NAMES[variant.role](variant)}.png`),
    png,
  );
}

const VARIANT_NAMES: Readonly<Record<Variant['role'], (variant: Variant) => string>> = {
  baseline: () => 'baseline',
  inheritance: ({ strategy }) => (strategy ? slug(labelOf(strategy)) : 'none'),
  plain: ({ steps }) => `plain-${steps}-steps`,
};

/** What `results.json` holds. Pictures are named as they lie beside it. */
export function resultsOf(comparison: Comparison) {
  const { settings, columns, interrupted } = comparison;
  return {
    version: 1,
    program: PROGRAM,
    created: settings.created,
    machine: {
      platform: platform(),
      architecture: arch(),
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryBytes: totalmem(),
    },
    settings,
    rows: columns.flatMap(({ cells }) => cells.map(({ row }) => resultRowOf(row))),
    medians: columns.flatMap((column) => medianRowOf(column) ?? []),
    interrupted,
  };
}

/** A line of `results.json`: of the fidelity, a number for each metric, null where it has none. */
function resultRowOf({ fidelity, warnings, ...row }: ResultRow) {
  const identical = fidelity?.identical ?? false;
  return { ...row, image: basename(row.image), ...fidelityColumns(fidelity), identical, warnings };
}

/** What a strategy or its rival gained over all cases, of how many; null for the baseline. */
function medianRowOf(column: Column) {
  const gained = columnSpeedup(column);
  const { role, strategy, mode, semantics, precision, rivalOf } = column.cells[0]?.row ?? {};
  return gained && { role, strategy, mode, semantics, precision, rivalOf, ...gained };
}

export interface ComparisonPaths {
  readonly grid: string;
  /** Where the cases are too many for one picture: all of them, `grid` first. */
  readonly grids: readonly string[];
  readonly results: string;
}

/**
 * `grid.png` (and `grid.page-2.png`, ...) and `results.json` are those of the folder's last comparison; pictures are never
 * replaced. The numbers come first: they must not be lost to a grid that cannot be drawn.
 */
export async function saveComparison(folder: string, comparison: Comparison, theme: Theme): Promise<ComparisonPaths> {
  const results = resultsOf(comparison);
  const strategies = comparison.columns.map(({ variant }) => variant.strategy).filter((strategy) => strategy !== null);
  const texts: readonly PngText[] = [
    { keyword: 'parameters', text: gridParameters(comparison), encoding: 'latin1' },
    { keyword: RECORD_KEYWORD, text: JSON.stringify({ ...results, strategies }), encoding: 'utf8' },
  ];
  const numbers = await writeOver(join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  const grids: string[] = [];
  for (const [page, part] of pagesOf(comparison).entries()) {
    grids.push(await writeOver(join(folder, pageName(page + 1)), withTexts(drawGrid(part, theme), texts)));
  }
  await removePagesAfter(grids.length, folder);
  return { grid: grids[0]!, grids, results: numbers };
}

/** No picture is called so: a prompt's name has no dot. */
function pageName(page: number): string {
  return page === 1 ? 'grid.png' : `grid.page-${page}.png`;
}

async function removePagesAfter(pages: number, folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, page] = /^grid\.page-(\d+)\.png$/.exec(name) ?? [];
    if (Number(page) > pages) await rm(join(folder, name));
  }
}

function gridParameters({ cases, settings, columns }: Comparison): string {
  const labels = columns.map(({ variant }) => VARIANT_NAMES[variant.role](variant));
  return [
    ...new Set(cases.map(({ prompt }) => prompt)),
    `Comparison of ${labels.join(', ')}`,
    `Steps: ${settings.steps}, CFG scale: ${settings.guidanceScale}, Seed: ${cases[0]?.seed}, Size: ${settings.width}x${settings.height}, Model: ${settings.model}, Version: ${settings.program}`,
  ].join('\n');
}

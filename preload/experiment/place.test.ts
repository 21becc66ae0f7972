import { expect, test } from 'vitest';
import type { RunSettings } from '../contract/run-settings.ts';
import type { GridAxis } from '../contract/grid.ts';
import { gridCells } from './grid-cells.ts';
import { cellAt, countOf, extentOf, indexOf, labelsAt, sheetLabels } from './place.ts';

const axis = (kind: string, values: readonly (string | number)[]) => ({ kind, values, labels: values.map(String) });
const AXES = [
  axis('steps', [10, 20, 30]),
  axis('seed', [1, 2]),
  axis('prompt', ['a', 'b']),
  axis('guidanceScale', [5, 7]),
  axis('scheduler', ['ddim', 'pndm']),
];

test('labels are those of the settings that the cell was made with, with up to five axes', () => {
  for (const axes of [AXES.slice(0, 1), AXES.slice(0, 3), AXES]) {
    const cells = gridCells({} as RunSettings, axes.toReversed() as unknown as GridAxis[]);
    expect(cells).toHaveLength(countOf(axes));
    for (const [index, settings] of cells.entries()) {
      const made = axes.map(({ kind }) => String(settings[kind as keyof RunSettings]));
      expect(labelsAt(axes, index)).toEqual(made);
    }
  }
});

test('a sheet says what is the same all over it', () => {
  const extent = extentOf(AXES);
  expect(extent).toEqual({ columns: 3, rows: 2, sheets: 8 });
  for (let index = 0; index < countOf(AXES); index += 1) {
    const { x, y, z } = cellAt(extent, index);
    expect(indexOf(extent, x, y, z)).toBe(index);
    expect(sheetLabels(AXES, z).map(({ label }) => label)).toEqual(labelsAt(AXES, index).slice(2));
  }
  expect(sheetLabels(AXES.slice(0, 2), 0)).toEqual([]);
});

import type { Cell, Column } from '../../compare/comparison.ts';
import { median } from '../../runs/measurements.ts';
import { decibels } from '../../base/format-numbers.ts';

/** A cell's picture as an address. */
export type Pictures = (cell: Cell | undefined) => string;

export function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function middle({ cells }: Column, key: 'seconds' | 'speedup' | 'unetSpeedup' | 'idealSpeedup'): number {
  return median(cells.map(({ row }) => row[key]));
}

export function known(
  { cells }: Column,
  key: 'psnr' | 'ssim' | 'secondsPerFullCall' | 'secondsPerInheritCall',
): number | null {
  const values = cells.map(({ row }) => row[key]).filter((value) => value !== null);
  return values.length > 0 ? median(values) : null;
}

export function fidelity(column: Column): string {
  return decibels(
    known(column, 'psnr'),
    column.cells.every(({ row }) => row.identical),
  );
}

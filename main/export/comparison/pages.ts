/** A comparison of many cases as several grids, each small enough to be drawn; where it was stopped, as far as it goes. */
import type { Comparison } from '../../compare/comparison.ts';
import { MAX_LEGEND_HEIGHT } from '../drawing/doubts.ts';
import { DENSITY, layoutGrid } from './layout.ts';
import { FOOT, headingHeight, MAX_TITLE_LINES } from '../drawing/heading.ts';
import { MAX_SIDE } from '../../pictures/picture.ts';

/** The comparison by itself where it fits one picture, or else its cases spread evenly over as few as can be drawn. */
export function pagesOf(comparison: Comparison): readonly Comparison[] {
  const finished = casesOf(comparison);
  let most = finished;
  while (most > 1 && heightOf(slice(comparison, 0, most)) > MAX_SIDE) most -= 1;
  const pages = Math.ceil(finished / most);
  const perPage = Math.ceil(finished / pages);
  return Array.from({ length: pages }, (_, page) => slice(comparison, page * perPage, (page + 1) * perPage));
}

/** How many were made by at least one of the columns: the baseline, which comes first. */
function casesOf({ columns }: Comparison): number {
  return Math.max(...columns.map(({ cells }) => cells.length));
}

/** Device pixels, the title and the legend of doubts as long as they may get. */
function heightOf(comparison: Comparison): number {
  const title = Array<string>(MAX_TITLE_LINES).fill('');
  return layoutGrid(comparison, headingHeight(title), FOOT + MAX_LEGEND_HEIGHT).height * DENSITY;
}

/** Some of the cases; columns that came to none of them are left out. */
function slice(comparison: Comparison, from: number, to: number): Comparison {
  return {
    ...comparison,
    cases: comparison.cases.slice(from, Math.min(to, casesOf(comparison))),
    columns: comparison.columns
      .map((column) => ({ ...column, cells: column.cells.slice(from, to) }))
      .filter(({ cells }) => cells.length > 0),
  };
}

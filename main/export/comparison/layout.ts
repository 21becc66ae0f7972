/** Where everything on a comparison grid lies, in design pixels; drawing follows in `draw.ts`. */
import type { Case, Column, Comparison } from '../../compare/comparison.ts';
import { MARGIN } from '../drawing/heading.ts';

export const GAP = 14;
export const PADDING = 14;
export const COLUMN_GAP = 18;
export const COLUMN_HEADER = 104;
export const CELL_FOOTER = 76;
export const CASE_LABEL_WIDTH = 128;
/** Device pixels per design pixel: letters stay sharp on dense screens. */
export const DENSITY = 2;

/** Pictures below this are enlarged by the smallest whole factor that reaches it (device pixels). */
const MIN_PICTURE = 384;
/** A single case may break into lines; several would be torn apart, so their lines are longer. */
const MAX_COLUMNS = { one: 7, several: 9 } as const;

/** The baseline, or a strategy with its plain rivals: drawn on one card. */
export interface Group {
  readonly columns: readonly Column[];
  readonly x: number;
  readonly width: number;
}

export interface Line {
  readonly y: number;
  readonly groups: readonly Group[];
}

export interface GridLayout {
  readonly width: number;
  readonly height: number;
  readonly picture: { readonly width: number; readonly height: number };
  /** Width left of the cards for each case's prompt and seed; 0 where the title says it all. */
  readonly gutter: number;
  readonly cardHeight: number;
  readonly lines: readonly Line[];
}

/**
 * Where the cards of a comparison lie, in design pixels.
 * @param headerHeight, footerHeight of what is drawn above and below them.
 */
export function layoutGrid(comparison: Comparison, headerHeight: number, footerHeight: number): GridLayout {
  const { settings, cases, columns } = comparison;
  const factor = Math.max(1, Math.ceil(MIN_PICTURE / Math.max(settings.width, settings.height)));
  const picture = { width: (settings.width * factor) / DENSITY, height: (settings.height * factor) / DENSITY };
  const columnWidth = Math.max(picture.width, MIN_PICTURE / DENSITY);
  const gutter = cases.length > 1 ? CASE_LABEL_WIDTH : 0;
  const cardHeight = COLUMN_HEADER + cases.length * (picture.height + CELL_FOOTER);

  const broken = breakLines(groupsOf(columns), cases);
  const lines = broken.map((groups, index): Line => {
    let x = MARGIN + gutter;
    const y = headerHeight + index * (cardHeight + GAP);
    return {
      y,
      groups: groups.map((group) => {
        const width = 2 * PADDING + group.length * columnWidth + (group.length - 1) * COLUMN_GAP;
        const placed = { columns: group, x, width };
        x += width + GAP;
        return placed;
      }),
    };
  });
  const right = Math.max(...lines.flatMap(({ groups }) => groups.map(({ x, width }) => x + width)));
  return {
    width: Math.ceil(Math.max(right + MARGIN, 760)),
    height: Math.ceil(headerHeight + lines.length * (cardHeight + GAP) + footerHeight),
    picture,
    gutter,
    cardHeight,
    lines,
  };
}

function groupsOf(columns: readonly Column[]): readonly (readonly Column[])[] {
  const groups: Column[][] = [];
  for (const column of columns) {
    if (column.variant.role === 'plain') groups.at(-1)?.push(column);
    else groups.push([column]);
  }
  return groups;
}

/** Lines of about equal length, no group torn apart. */
function breakLines(
  groups: readonly (readonly Column[])[],
  cases: readonly Case[],
): readonly (readonly (readonly Column[])[])[] {
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const most = cases.length > 1 ? MAX_COLUMNS.several : MAX_COLUMNS.one;
  const perLine = Math.ceil(total / Math.ceil(total / most));
  const lines: (readonly Column[])[][] = [[]];
  let used = 0;
  for (const group of groups) {
    if (used > 0 && used + group.length > perLine) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(group);
    used += group.length;
  }
  return lines;
}

/** Where everything on an exported grid lies, in pixels of the export; drawing follows in `draw.ts`. */
import { extentOf, indexOf } from '../../../preload/experiment/place.ts';
import { type Legend, legendHeight, legendOf } from '../drawing/doubts.ts';
import { type Context, widthOf, wrap } from '../drawing/drawing.ts';
import { FOOT, headingHeight, MARGIN, wrapTitle } from '../drawing/heading.ts';
import { repeatsIn, type Sheets } from './sheets.ts';

/** Letters are as large beside a picture of 1024 pixels as beside one of 256: this side has them at their design size. */
const DESIGN_SIDE = 216;
const MAX_SCALE = 8;

/** Pictures whose longer sides are below this are enlarged by the smallest whole factor that reaches it. */
const MIN_PICTURE = 256;
/** Beyond it a grid is not enlarged: WebP holds no more, and few programs open more. */
const MAX_ENLARGED_SIDE = 16_383;

export const LABEL = { size: 13, weight: 600, line: 17 } as const;
/** Below each picture: its numbers, in two lines; in a third the median, where there are repeats. */
const [NUMBERS, MEDIAN] = [46, 16];
const GAP = 14;
const MIN_COLUMN = 148;
/** Room for the labels of rows, as much as they need between these. */
const [MIN_GUTTER, MAX_GUTTER] = [84, 180];
const SHEET_TITLE = 46;
const MAX_COLUMN_LINES = 6;
const MIN_WIDTH = 640;
/** A grid of many columns is looked at from further away: its title and labels grow with it, up to so much. */
const [WIDE, MAX_HEAD_GROWTH] = [1500, 3];
const [MANY_COLUMNS, MAX_LABEL_GROWTH] = [6, 1.6];

export interface Track {
  readonly at: number;
  readonly size: number;
  readonly label: readonly string[];
}

export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  /** Pixels of the export for each pixel of a picture, across and down: whole, the same for every cell. */
  readonly enlarged: number;
  /** Pixels per design pixel: of the numbers below the pictures, of the labels, and of what is above and below all. */
  readonly scale: number;
  readonly labelScale: number;
  readonly headScale: number;
  readonly title: readonly string[];
  /** What is said of the numbers below the cells: of medians, where some repeat what others measured. */
  readonly notes: readonly string[];
  /** What the marks beside numbers mean, and the room for it in pixels of the export. */
  readonly legend: Legend;
  readonly legendHeight: number;
  readonly columns: readonly Track[];
  /** Of one sheet; `at` counts from its top. */
  readonly rows: readonly Track[];
  /** The tops of the sheets. */
  readonly sheets: readonly number[];
  readonly sheetHeight: number;
  /** Height of a sheet's own title; 0 where there is one sheet only. */
  readonly sheetTitle: number;
  readonly columnHead: number;
  /** Left edge of the row labels, and room for them; 0 without a second axis. */
  readonly left: number;
  readonly gutter: number;
  readonly gap: number;
}

/**
 * Lays out a grid whose cells keep their own size, or a whole multiple of it where they are small.
 * @param measure a context that texts are measured in; nothing is drawn.
 */
export function layoutSheets(sheets: Sheets, title: string, measure: Context): SheetLayout {
  const largest = Math.max(...sheets.cells.map(({ settings: { width, height } }) => Math.max(width, height)));
  const said = saidOf(sheets);
  for (let enlarged = Math.ceil(MIN_PICTURE / largest); enlarged > 1; enlarged -= 1) {
    const layout = layoutEnlarged(sheets, said, title, measure, enlarged);
    if (Math.max(layout.width, layout.height) <= MAX_ENLARGED_SIDE) return layout;
  }
  return layoutEnlarged(sheets, said, title, measure, 1);
}

const MEDIANS = 'Median: over the cells whose calls compute the same, whatever they show.';

/** What is said of the numbers of its cells. */
function saidOf(sheets: Sheets): Pick<SheetLayout, 'notes' | 'legend'> {
  const medianOf = repeatsIn(sheets);
  const runs = sheets.cells.flatMap(({ run }) => run ?? []);
  const medians = runs.flatMap((run) => medianOf(run) ?? []);
  return {
    notes: medians.length > 0 ? [MEDIANS] : [],
    legend: legendOf([...runs, ...medians].map(({ doubt }) => doubt)),
  };
}

function layoutEnlarged(
  sheets: Sheets,
  { notes, legend }: Pick<SheetLayout, 'notes' | 'legend'>,
  title: string,
  measure: Context,
  enlarged: number,
): SheetLayout {
  const { axes, cells } = sheets;
  const extent = extentOf(axes);
  const smallest = enlarged * Math.min(...cells.map(({ settings: { width, height } }) => Math.min(width, height)));
  const scale = Math.min(MAX_SCALE, Math.max(1, smallest / DESIGN_SIDE));
  const u = (design: number) => Math.round(design * scale);
  const labelScale = scale * Math.min(MAX_LABEL_GROWTH, Math.max(1, extent.columns / MANY_COLUMNS));
  const l = (design: number) => Math.round(design * labelScale);
  const text = { size: LABEL.size * labelScale, weight: LABEL.weight, color: '' };
  const numbers = NUMBERS + (notes.length > 0 ? MEDIAN : 0);
  const upTo = (count: number) => Array.from({ length: count }, (_, k) => k);
  const largest = (side: 'width' | 'height', indices: readonly number[]) =>
    enlarged * Math.max(...indices.map((index) => cells[index]!.settings[side]));
  const across = (x: number) =>
    upTo(extent.sheets).flatMap((z) => upTo(extent.rows).map((y) => indexOf(extent, x, y, z)));
  const down = (y: number) =>
    upTo(extent.sheets).flatMap((z) => upTo(extent.columns).map((x) => indexOf(extent, x, y, z)));

  const gap = u(GAP);
  const needed = Math.max(...[axes[1]?.labels ?? []].flat().map((label) => widthOf(measure, label, text)), 0);
  const gutter = axes[1] ? gap + Math.min(l(MAX_GUTTER), Math.max(l(MIN_GUTTER), Math.ceil(needed) + l(SWATCH))) : 0;
  let end = gutter;
  const tracks = upTo(extent.columns).map((x): Track => {
    const size = Math.max(u(MIN_COLUMN), largest('width', across(x)));
    const label = wrap(measure, axes[0]!.labels[x]!, size - l(SWATCH), MAX_COLUMN_LINES, text);
    const at = end;
    end += size + gap;
    return { at, size, label };
  });
  const headScale = scale * Math.min(MAX_HEAD_GROWTH, Math.max(1, end / scale / WIDE));
  const left = Math.round(MARGIN * headScale);
  const columns = tracks.map((track) => ({ ...track, at: left + track.at }));
  const width = Math.max(left + end - gap + left, u(MIN_WIDTH));

  const sheetTitle = axes[2] ? l(SHEET_TITLE) : 0;
  // The names of both axes stand in the corner, one below the other.
  const lines = Math.max(axes[1] ? 2 : 1, ...columns.map(({ label }) => label.length));
  const columnHead = l(lines * LABEL.line) + gap;
  let bottom = sheetTitle + columnHead;
  const rows = upTo(extent.rows).map((y): Track => {
    const size = largest('height', down(y)) + u(numbers);
    const most = Math.max(1, Math.floor(size / l(LABEL.line)) - 1);
    const label = axes[1] ? wrap(measure, axes[1].labels[y]!, gutter - gap - l(SWATCH), most, text) : [];
    const at = bottom;
    bottom += size + gap;
    return { at, size, label };
  });

  const titleLines = wrapTitle(title, width / headScale);
  const top = Math.round(headingHeight(titleLines) * headScale);
  const legendSize = Math.round(headScale * legendHeight(legend, width / headScale - 2 * MARGIN, notes));
  return {
    width,
    height: top + extent.sheets * bottom + legendSize + Math.round(FOOT * headScale),
    notes,
    legend,
    legendHeight: legendSize,
    enlarged,
    scale,
    labelScale,
    headScale,
    title: titleLines,
    columns,
    rows,
    sheets: upTo(extent.sheets).map((z) => top + z * bottom),
    sheetHeight: bottom,
    sheetTitle,
    columnHead,
    left,
    gutter,
    gap,
  };
}

/** The mark before the label of a strategy, with the space after it. */
export const SWATCH = 20;

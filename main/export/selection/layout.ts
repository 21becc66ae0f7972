/** Where everything on a contact sheet lies, in pixels of the file; drawing follows in `draw.ts`. */
import { repeatsAmong } from '../../../preload/contract/repeats.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { type Legend, legendHeight, legendOf } from '../drawing/doubts.ts';
import { type Context, wrap } from '../drawing/drawing.ts';
import { FOOT, headingHeight, MARGIN, wrapTitle } from '../drawing/heading.ts';

/** Letters are as large beside a picture of 1024 pixels as beside one of 256: this side has them at their design size. */
const DESIGN_SIDE = 216;
const MAX_SCALE = 8;
/** Pictures whose longer sides are below this are enlarged by the smallest whole factor that reaches it. */
const MIN_PICTURE = 256;
/** Beyond it nothing is enlarged: few programs open more. */
const MAX_ENLARGED_SIDE = 16_383;
/** Width over height, about as a screen has it. */
const FORM = 1.5;
const GAP = 16;
const MIN_COLUMN = 170;
const MIN_WIDTH = 640;
export const LABEL = { size: 12, weight: 600, line: 16 } as const;
const MAX_LABEL_LINES = 4;
/** Of a prompt, which would fill the label. */
const MAX_LINES_OF_ONE = 2;
/** Above and below a label; below it, the numbers in two lines, and in a third the median where there is one. */
const AROUND_LABEL = 8;
const NUMBERS = 42;
const MEDIAN = 16;
/** Right of a label: the mark of whether something inherits. */
const MARK_ROOM = 20;

export interface ContactLayout {
  readonly width: number;
  readonly height: number;
  /** Pixels of the file for each pixel of a picture: whole, the same for all. */
  readonly enlarged: number;
  /** Pixels per design pixel. */
  readonly scale: number;
  readonly title: readonly string[];
  /** Of each run: where its picture stands, and the lines below it. */
  readonly cells: readonly Cell[];
  /** Across each of them. */
  readonly room: number;
  /** Pixels between the pictures of a row and their numbers. */
  readonly labelHeight: number;
  /** The doubts that occur, and how many design pixels their words take above the foot. */
  readonly legend: Legend;
  readonly legendHeight: number;
}

type LaidOut = Pick<Run, 'id' | 'settings' | 'speedup' | 'doubt'>;

export interface Cell {
  readonly x: number;
  /** Upper edge of the picture; all of a row stand on one line. */
  readonly top: number;
  readonly bottom: number;
  readonly label: readonly string[];
}

/**
 * Lays pictures out in rows, each in its own size or a whole multiple of it.
 * @param measure a context that texts are measured in; nothing is drawn.
 */
export function layoutContact(
  runs: readonly LaidOut[],
  labels: readonly (readonly string[])[],
  title: string,
  measure: Context,
): ContactLayout {
  const medianOf = repeatsAmong(runs);
  const medians = runs.flatMap((run) => medianOf(run) ?? []);
  const legend = legendOf([...runs, ...medians].map(({ doubt }) => doubt));
  const sides = { width: largest(runs, 'width'), height: largest(runs, 'height') };
  for (let enlarged = Math.ceil(MIN_PICTURE / Math.max(sides.width, sides.height)); enlarged > 1; enlarged -= 1) {
    const layout = layoutEnlarged(enlarged);
    if (Math.max(layout.width, layout.height) <= MAX_ENLARGED_SIDE) return layout;
  }
  return layoutEnlarged(1);

  function layoutEnlarged(enlarged: number): ContactLayout {
    const [width, height] = [sides.width * enlarged, sides.height * enlarged];
    const scale = Math.min(MAX_SCALE, Math.max(1, Math.min(width, height) / DESIGN_SIDE));
    const u = (design: number) => Math.round(design * scale);
    const room = Math.max(width, u(MIN_COLUMN));
    const style = { ...LABEL, size: LABEL.size * scale, color: '' };
    const lines = labels.map((label) =>
      label
        .flatMap((one) => wrap(measure, one, room - u(MARK_ROOM), MAX_LINES_OF_ONE, style))
        .slice(0, MAX_LABEL_LINES),
    );
    const most = Math.max(1, ...lines.map(({ length }) => length));
    const labelHeight = u(most * LABEL.line + AROUND_LABEL);
    const below = labelHeight + u(NUMBERS + (medians.length > 0 ? MEDIAN : 0)) + u(GAP);
    const across = room + u(GAP);
    const columns = Math.round(Math.sqrt((runs.length * FORM * (height + below)) / across));
    const perRow = Math.min(runs.length, Math.max(1, columns));
    const full = Math.max(2 * u(MARGIN) + perRow * across - u(GAP), u(MIN_WIDTH));
    const titleLines = wrapTitle(title, full / scale);
    let end = u(headingHeight(titleLines));
    const cells: Cell[] = [];
    for (let from = 0; from < runs.length; from += perRow) {
      const row = runs.slice(from, from + perRow);
      const bottom = end + largest(row, 'height') * enlarged;
      for (const [n, { settings }] of row.entries()) {
        const top = bottom - settings.height * enlarged;
        cells.push({ x: u(MARGIN) + n * across, top, bottom, label: lines[from + n]! });
      }
      end = bottom + below;
    }
    const said = legendHeight(legend, full / scale - 2 * MARGIN);
    const whole = end + u(said + FOOT);
    return {
      width: full,
      height: whole,
      enlarged,
      scale,
      title: titleLines,
      room,
      labelHeight,
      cells,
      legend,
      legendHeight: said,
    };
  }
}

function largest(runs: readonly Pick<Run, 'settings'>[], side: 'width' | 'height'): number {
  return Math.max(...runs.map(({ settings }) => settings[side]));
}

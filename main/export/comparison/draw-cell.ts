/** A picture of a comparison, with its calls and its numbers beneath. */
import { type Fidelity, fidelityText } from '../../../native-models/metrics/fidelity.ts';
import { PROMINENT } from '../../../native-models/metrics/metrics.ts';
import { seconds, times } from '../../base/format-numbers.ts';
import type { Cell, Comparison } from '../../compare/comparison.ts';
import { toCanvas } from '../../pictures/picture.ts';
import { drawMark, type Legend, markWidth } from '../drawing/doubts.ts';
import { type Box, type Context, panel, rounded, write } from '../drawing/drawing.ts';
import type { Palette } from '../drawing/palette.ts';
import { drawTimeline } from '../drawing/timeline.ts';
import { DENSITY, type GridLayout } from './layout.ts';

/** As large as letters, beside a cell's number. */
const MARK = 11;

/** A comparison while it is drawn. */
export interface Sheet {
  readonly context: Context;
  readonly comparison: Comparison;
  readonly palette: Palette;
  readonly layout: GridLayout;
  readonly legend: Legend;
}

/** From (`x`, `y`) down, in the middle of a column `width` wide; null: one that was not made. */
export function drawCell(sheet: Sheet, cell: Cell | null, x: number, y: number, width: number): void {
  const { context, palette, layout, comparison, legend } = sheet;
  const frame = { x: x + (width - layout.picture.width) / 2, y, ...layout.picture };
  if (!cell) {
    panel(context, frame, 8, palette, palette.raised);
    write(context, 'not made', x + width / 2, y + frame.height / 2, { size: 12, color: palette.dim, align: 'center' });
    return;
  }
  drawPicture(context, cell, frame);
  const foot = y + frame.height;
  drawTimeline(context, cell.calls, { x, y: foot + 9, width, height: 11 }, palette);

  const { row } = cell;
  const strong = { size: 13, weight: 600, color: palette.text } as const;
  const plain = { size: 11, color: palette.dim } as const;
  write(context, seconds(row.seconds), x, foot + 38, strong);
  if (row.role === 'baseline') {
    write(context, `${row.calls} calls`, x + width, foot + 38, { ...plain, align: 'right' });
    return;
  }
  if (comparison.cases.length > 1) {
    const number = write(context, times(row.speedup), x + width, foot + 38, { ...strong, align: 'right' });
    if (row.doubt) {
      const left = x + width - number - 4 - markWidth(context, legend, row.doubt, MARK);
      drawMark(context, legend, row.doubt, { x: left, y: foot + 38, size: MARK }, palette);
    }
  } else {
    write(context, `${row.fullCalls} of ${row.calls} calls full`, x + width, foot + 38, { ...plain, align: 'right' });
  }
  drawFidelity(sheet, row.fidelity, x, foot + 55, width);
}

/** The first prominent metric on the left, the second on the right. */
function drawFidelity(
  { context, palette }: Sheet,
  fidelity: Fidelity | null,
  x: number,
  y: number,
  width: number,
): void {
  const plain = { size: 11, color: palette.dim } as const;
  const strong = { ...plain, weight: 600, color: palette.text } as const;
  const [first, second] = PROMINENT;
  if (first) {
    const text = fidelityText(first, fidelity, '–');
    const title = write(context, fidelity?.identical ? '' : `${first.title} `, x, y, plain);
    write(context, text, x + title, y, strong);
  }
  if (second) {
    const value = write(context, fidelityText(second, fidelity, '–'), x + width, y, { ...strong, align: 'right' });
    write(context, `${second.title} `, x + width - value, y, { ...plain, align: 'right' });
  }
}

function drawPicture(context: Context, { image }: Cell, frame: Box): void {
  context.save();
  rounded(context, frame, 8);
  context.clip();
  context.imageSmoothingEnabled = image.width !== frame.width * DENSITY;
  context.imageSmoothingQuality = 'high';
  context.drawImage(toCanvas(image), frame.x, frame.y, frame.width, frame.height);
  context.restore();
}

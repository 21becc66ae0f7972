/** The mark beside a number that should not be taken at its word, and the legend below that says what it means. */
import { doubtInWords, SPEEDUP_DOUBTS, type SpeedupDoubt } from '../../../native-models/strategy/doubtful-speedup.ts';
import { canvasOf } from '../../pictures/picture.ts';
import { type Context, type TextStyle, widthOf, wrap, write } from './drawing.ts';
import type { Palette } from './palette.ts';

/** The doubts that occur in a drawing, in the order of their numbers. Marks are numbered where there are several. */
export type Legend = readonly SpeedupDoubt[];

const [LINE, ABOVE, SIZE] = [16, 6, 11];
/** A doubt takes no more where a grid is narrow. */
const MAX_LINES = 3;
/** Room that any legend fits into, in design pixels. */
export const MAX_LEGEND_HEIGHT = ABOVE + SPEEDUP_DOUBTS.length * MAX_LINES * LINE;

/** Of numbers, some of which may be doubtful. */
export function legendOf(doubts: Iterable<SpeedupDoubt | null | undefined>): Legend {
  const found = new Set(doubts);
  return SPEEDUP_DOUBTS.filter((doubt) => found.has(doubt));
}

/** Draws the mark of a doubt from `x` on, on the baseline `y`, as large as letters of `size`. @returns how wide it is. */
export function drawMark(
  context: Context,
  legend: Legend,
  doubt: SpeedupDoubt,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
  palette: Palette,
): number {
  const [width, height] = [size, size * 0.86];
  context.save();
  context.strokeStyle = palette.compute;
  context.lineWidth = size * 0.12;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x + width / 2, y - height);
  context.lineTo(x + width, y);
  context.lineTo(x, y);
  context.closePath();
  context.moveTo(x + width / 2, y - height * 0.62);
  context.lineTo(x + width / 2, y - height * 0.34);
  context.moveTo(x + width / 2, y - height * 0.17);
  context.lineTo(x + width / 2, y - height * 0.165);
  context.stroke();
  context.restore();
  const number = numberOf(legend, doubt);
  return number === '' ? width : width + 1 + write(context, number, x + width + 1, y, numberStyle(size, palette));
}

/** How wide {@link drawMark} will be. */
export function markWidth(context: Context, legend: Legend, doubt: SpeedupDoubt, size: number): number {
  const number = numberOf(legend, doubt);
  return number === '' ? size : size + 1 + widthOf(context, number, { size: size * 0.8, color: '' });
}

function numberOf(legend: Legend, doubt: SpeedupDoubt): string {
  return legend.length > 1 ? String(legend.indexOf(doubt) + 1) : '';
}

function numberStyle(size: number, { dim }: Palette): TextStyle {
  return { size: size * 0.8, color: dim };
}

/**
 * Design pixels that {@link drawLegend} takes; 0 where there is nothing to say.
 * @param notes what else is said of the numbers, above the doubts.
 */
export function legendHeight(legend: Legend, width: number, notes: readonly string[] = []): number {
  const context = canvasOf(1, 1).getContext('2d');
  const lines = entriesOf(legend, notes).reduce((sum, { text }) => sum + linesOf(context, text, width).length, 0);
  return lines === 0 ? 0 : ABOVE + lines * LINE;
}

/** Draws what each mark means, from `y` down, within `width` design pixels. */
export function drawLegend(
  context: Context,
  legend: Legend,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
  palette: Palette,
  notes: readonly string[] = [],
): void {
  let baseline = y + ABOVE + SIZE;
  for (const { doubt, text } of entriesOf(legend, notes)) {
    if (doubt) drawMark(context, legend, doubt, { x, y: baseline, size: SIZE }, palette);
    for (const line of linesOf(context, text, width)) {
      write(context, line, doubt ? x + INDENT : x, baseline, { size: SIZE, color: palette.dim });
      baseline += LINE;
    }
  }
}

interface Entry {
  readonly doubt: SpeedupDoubt | null;
  readonly text: string;
}

function entriesOf(legend: Legend, notes: readonly string[]): readonly Entry[] {
  return [
    ...notes.map((text) => ({ doubt: null, text })),
    ...legend.map((doubt) => ({ doubt, text: doubtInWords(doubt) })),
  ];
}

/** For the mark and its number. */
const INDENT = 26;

function linesOf(context: Context, text: string, width: number): readonly string[] {
  return wrap(context, text, width - INDENT, MAX_LINES, { size: SIZE, color: '' });
}

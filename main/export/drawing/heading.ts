/** The top and the foot of every exported grid: brand, legend, title and settings; how to read the numbers. */
import type { Context } from './drawing.ts';
import { hatched, panel, solid, widthOf, wrap, write } from './drawing.ts';
import type { Palette } from './palette.ts';
import { canvasOf } from '../../pictures/picture.ts';

/** A setting and its name, which may be empty: `['guidance', '7.5']`. */
export type Pill = readonly [name: string, value: string];

export interface Heading {
  readonly subtitle: string;
  readonly title: readonly string[];
  readonly pills: readonly Pill[];
}

/** Left and right of everything on an exported grid, in design pixels. */
export const MARGIN = 28;
const TITLE = { size: 24, weight: 600 } as const;
const TITLE_LINE = 31;
export const MAX_TITLE_LINES = 3;
const ABOVE_TITLE = 58;
const BELOW_TITLE = 52;
/** Height of {@link drawFoot}. */
export const FOOT = 62;

/** A title in lines that fit between the margins of a grid `width` design pixels wide, at most `MAX_TITLE_LINES`. */
export function wrapTitle(title: string, width: number): readonly string[] {
  const measure = canvasOf(1, 1).getContext('2d');
  return wrap(measure, title, width - 2 * MARGIN, MAX_TITLE_LINES, { ...TITLE, color: '' });
}

/** Design pixels that `drawHeading` takes, with a title of these lines. */
export function headingHeight(title: readonly string[]): number {
  return ABOVE_TITLE + title.length * TITLE_LINE + BELOW_TITLE;
}

/** Draws what is above a grid. Pills that do not fit into `width` are left out, the last ones first. */
export function drawHeading(
  context: Context,
  { subtitle, title, pills }: Heading,
  width: number,
  palette: Palette,
): void {
  const { text, dim } = palette;
  const brand = write(context, 'Heirloom', MARGIN, 40, { size: 13, weight: 700, color: text });
  const legend = drawLegend(context, width - MARGIN, palette);
  const left = MARGIN + brand + 10;
  write(context, subtitle, left, 40, { size: 13, color: dim, maxWidth: Math.max(0, legend - left - 16) });
  title.forEach((line, i) => write(context, line, MARGIN, 76 + i * TITLE_LINE, { ...TITLE, color: text }));
  drawPills(context, pills, 76 + title.length * TITLE_LINE - 16, width, palette);
}

function drawPills(context: Context, pills: readonly Pill[], y: number, right: number, palette: Palette): void {
  let x = MARGIN;
  for (const [name, value] of pills) {
    const nameStyle = { size: 12, color: palette.dim };
    const nameWidth = name ? widthOf(context, name, nameStyle) + 5 : 0;
    const room = right - MARGIN - x - nameWidth - 20;
    if (room < 40) return;
    const valueStyle = { size: 12, weight: 600, color: palette.text, maxWidth: room } as const;
    const width = 20 + nameWidth + Math.min(room, widthOf(context, value, valueStyle));
    panel(context, { x, y, width, height: 26 }, 8, palette, palette.raised);
    write(context, name, x + 10, y + 17, nameStyle);
    write(context, value, x + 10 + nameWidth, y + 17, valueStyle);
    x += width + 8;
  }
}

/** @returns where it begins. */
function drawLegend(context: Context, right: number, palette: Palette): number {
  const style = { size: 11, color: palette.dim } as const;
  let x = right;
  for (const [label, swatch] of [
    ['inherits', hatched],
    ['computed', solid],
  ] as const) {
    x -= widthOf(context, label, style);
    write(context, label, x, 40, style);
    x -= 22;
    swatch(context, { x, y: 30, width: 16, height: 12 }, 3, palette);
    x -= 16;
  }
  return x;
}

export interface Foot {
  /** How to read the numbers. */
  readonly how: string;
  /** What made it, and when. */
  readonly stamp: string;
}

/** Draws what is below a grid, from `y` on: how to read it on the left, what made it on the right. */
export function drawFoot(context: Context, { how, stamp }: Foot, y: number, width: number, palette: Palette): void {
  const style = { size: 11, color: palette.dim } as const;
  const stampWidth = write(context, stamp, width - MARGIN, y + 12, { ...style, align: 'right' });
  const lines = wrap(context, how, width - 2 * MARGIN - stampWidth - 24, 2, style);
  lines.forEach((line, i) => write(context, line, MARGIN, y + 12 + i * 16, style));
}

/** What the drawings are made of: text that fits, rounded boxes, the hatch that means "inherits". */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Weight } from './fonts.ts';
import { font } from './fonts.ts';
import type { Palette } from './palette.ts';

export type Context = SKRSContext2D;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly color: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Longer text ends in an ellipsis. */
  readonly maxWidth?: number;
  readonly spacing?: number;
}

/** Writes one line on the baseline `y`; returns its width. */
export function write(context: Context, text: string, x: number, y: number, style: TextStyle): number {
  apply(context, style);
  const shown = style.maxWidth === undefined ? text : fitted(context, text, style.maxWidth);
  context.fillText(shown, x, y);
  return context.measureText(shown).width;
}

/** How wide a line is in a style, in the context's pixels, before any `maxWidth`. */
export function widthOf(context: Context, text: string, style: TextStyle): number {
  apply(context, style);
  return context.measureText(text).width;
}

/** Lines of at most `maxWidth`, broken at spaces where there are any; the last of `maxLines` may end in an ellipsis. */
export function wrap(
  context: Context,
  text: string,
  maxWidth: number,
  maxLines: number,
  style: TextStyle,
): readonly string[] {
  apply(context, style);
  const words = text.split(/\s+/).filter(Boolean);
  const lines: string[] = [];
  while (words.length > 0 && lines.length < maxLines - 1) {
    let line = words.shift() ?? '';
    while (words[0] !== undefined && context.measureText(`${line} ${words[0]}`).width <= maxWidth) {
      line += ` ${words.shift()}`;
    }
    lines.push(fitted(context, line, maxWidth));
  }
  return words.length > 0 ? [...lines, fitted(context, words.join(' '), maxWidth)] : lines;
}

function apply(context: Context, { size, weight, color, align, spacing }: TextStyle): void {
  context.font = font(size, weight);
  context.fillStyle = color;
  context.textAlign = align ?? 'left';
  context.textBaseline = 'alphabetic';
  context.letterSpacing = `${spacing ?? 0}px`;
}

/** Characters that are measured first; a line of a drawing has fewer. */
const FIRST_GUESS = 128;

/** The longest beginning that fits, with an ellipsis; no more of a long text is measured than twice what fits. */
function fitted(context: Context, text: string, maxWidth: number): string {
  const fits = (shown: string) => context.measureText(shown).width <= maxWidth;
  const characters = [...text];
  const cutAt = (length: number) => `${characters.slice(0, length).join('').trimEnd()}…`;
  let tooLong = FIRST_GUESS;
  while (tooLong < characters.length && fits(cutAt(tooLong))) tooLong *= 2;
  if (tooLong >= characters.length) {
    if (fits(text)) return text;
    tooLong = characters.length;
  }
  let fitting = 0;
  while (fitting + 1 < tooLong) {
    const middle = (fitting + tooLong) >> 1;
    if (fits(cutAt(middle))) fitting = middle;
    else tooLong = middle;
  }
  return cutAt(fitting);
}

/** Begins a path: a box with round corners, no rounder than half its shorter side. */
export function rounded(context: Context, { x, y, width, height }: Box, radius: number): void {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
}

/** Draws a raised area with a thin line around it. */
export function panel(context: Context, box: Box, radius: number, palette: Palette, fill = palette.panel): void {
  rounded(context, box, radius);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.stroke();
}

/** Compute: solid. */
export function solid(context: Context, box: Box, radius: number, palette: Palette): void {
  rounded(context, box, radius);
  context.fillStyle = palette.compute;
  context.fill();
}

/** Inherit: hatched, so that it reads without colour. */
export function hatched(context: Context, box: Box, radius: number, palette: Palette, pitch = 4): void {
  context.save();
  rounded(context, box, radius);
  context.clip();
  context.strokeStyle = palette.inherit;
  context.lineWidth = pitch * 0.4;
  context.globalAlpha = 0.75;
  context.beginPath();
  for (let x = box.x - box.height; x < box.x + box.width + pitch; x += pitch) {
    context.moveTo(x, box.y + box.height);
    context.lineTo(x + box.height, box.y);
  }
  context.stroke();
  context.restore();
  context.save();
  rounded(context, box, radius);
  context.clip();
  // Twice the width, half of it clipped away: the line stays inside the box.
  rounded(context, box, radius);
  context.strokeStyle = palette.inherit;
  context.lineWidth = 1.6;
  context.stroke();
  context.restore();
}

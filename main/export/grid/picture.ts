/** A grid as a PNG, JPEG or WebP file that carries its settings. */
import type { Canvas } from '@napi-rs/canvas';
import { failure } from '../../base/problem.ts';
import { type CarryingFormat, withCarried } from '../../pictures/carried-texts.ts';
import type { Theme } from '../drawing/palette.ts';
import { pngOf } from '../../pictures/picture.ts';
import { drawSheets, type ReadPicture } from './draw.ts';
import { carriedBy } from './record.ts';
import type { Sheets } from './sheets.ts';

interface Encoding {
  readonly name: string;
  /** What the format can say of its own size, or Skia can draw. */
  readonly maxSide: number;
  readonly encode: (canvas: Canvas) => Buffer;
}

/** Skia's surfaces. */
const MAX_DRAWN_SIDE = 32_767;
const MAX_DRAWN_BYTES = 2 ** 31 - 1;
const QUALITY = 95;

const ENCODINGS: Readonly<Record<CarryingFormat, Encoding>> = {
  png: { name: 'PNG', maxSide: MAX_DRAWN_SIDE, encode: pngOf },
  jpeg: { name: 'JPEG', maxSide: MAX_DRAWN_SIDE, encode: (canvas) => canvas.encodeSync('jpeg', QUALITY) },
  webp: { name: 'WebP', maxSide: 16_383, encode: (canvas) => canvas.encodeSync('webp', QUALITY) },
};

/**
 * The file's bytes.
 * @param read a cell's picture, by its id.
 *
 * @throws a problem in words where the format cannot hold a grid of this size.
 */
export async function sheetsPicture(
  sheets: Sheets,
  format: CarryingFormat,
  theme: Theme,
  read: ReadPicture,
): Promise<Buffer> {
  const { name, maxSide, encode } = ENCODINGS[format];
  const canvas = await drawSheets(sheets, theme, read, (width, height) => {
    if (Math.max(width, height) <= maxSide && width * height * 4 <= MAX_DRAWN_BYTES) return;
    throw failure(
      `This grid would be ${width} x ${height} pixels, more than a ${name} picture can be here: ${limitsOf(maxSide)}`,
      'Every cell keeps its own size. Save the single pictures, or make fewer cells at once.',
    );
  });
  return withCarried(encode(canvas), format, carriedBy(sheets));
}

function limitsOf(maxSide: number): string {
  const pixels = Math.floor(MAX_DRAWN_BYTES / 4 / 1e6);
  return `at most ${maxSide.toLocaleString('en')} a side and ${pixels} million in all.`;
}

/** A drawing as a file, and how large one may be. */
import type { Canvas } from '@napi-rs/canvas';
import { failure } from '../../base/problem.ts';
import type { CarryingFormat } from '../../pictures/carried-texts.ts';
import { pngOf } from '../../pictures/picture.ts';

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

/** The file's bytes, without any text; JPEG and WebP at a quality that shows nothing. */
export function encoded(canvas: Canvas, format: CarryingFormat): Buffer {
  return ENCODINGS[format].encode(canvas);
}

/**
 * Called before anything is drawn.
 * @param what `This grid`; @param advice what to do about one that is too large.
 * @throws Problem where the format cannot hold so many pixels.
 */
export function requireDrawable(
  format: CarryingFormat,
  { width, height }: { readonly width: number; readonly height: number },
  { what, advice }: { readonly what: string; readonly advice: string },
): void {
  const { name, maxSide } = ENCODINGS[format];
  if (Math.max(width, height) <= maxSide && width * height * 4 <= MAX_DRAWN_BYTES) return;
  throw failure(
    `${what} would be ${width} x ${height} pixels, more than a ${name} picture can be here: ${limitsOf(maxSide)}`,
    advice,
  );
}

function limitsOf(maxSide: number): string {
  const pixels = Math.floor(MAX_DRAWN_BYTES / 4 / 1e6);
  return `at most ${maxSide.toLocaleString('en')} a side and ${pixels} million in all.`;
}

/** A grid as a PNG, JPEG or WebP file that carries its settings. */
import { type CarryingFormat, withCarried } from '../../pictures/carried-texts.ts';
import { encoded, requireDrawable } from '../drawing/encoding.ts';
import type { Theme } from '../drawing/palette.ts';
import { drawSheets, type ReadPicture } from './draw.ts';
import { carriedBy } from './record.ts';
import type { Sheets } from './sheets.ts';

const TOO_LARGE = {
  what: 'This grid',
  advice: 'Every cell keeps its own size. Save the single pictures, or make fewer cells at once.',
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
  const canvas = await drawSheets(sheets, theme, read, (width, height) =>
    requireDrawable(format, { width, height }, TOO_LARGE),
  );
  return withCarried(encoded(canvas, format), format, carriedBy(sheets));
}

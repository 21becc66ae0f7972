/** A picture as the PNG that people keep: pixels, A1111 parameters, our record, and the start picture if there was one. */
import type { RgbImage } from '../../native-models/image.ts';
import type { PictureRecord } from './picture-record.ts';
import { INIT_IMAGE_KEYWORD, parseRecord, RECORD_KEYWORD } from './picture-record.ts';
import { GRID_KEYWORD } from './grid-record.ts';
import { usageProblem } from '../base/problem.ts';
import { readCarried } from './carried-texts.ts';
import { parametersText } from './parameters.ts';
import { decodePicture, encodePng, readBytes } from './picture.ts';
import type { PngText } from './png-text.ts';
import { withTexts } from './png-text.ts';

/**
 * A PNG that says all of how it was made.
 * @param initImage the start picture of image-to-image, without which it could not be made again.
 */
export function encodePicture(image: RgbImage, record: PictureRecord, initImage: RgbImage | null): Buffer {
  const start: readonly PngText[] = initImage
    ? [{ keyword: INIT_IMAGE_KEYWORD, text: encodePng(initImage).toString('base64'), encoding: 'utf8' }]
    : [];
  return withTexts(encodePng(image), [
    { keyword: 'parameters', text: parametersText(record), encoding: 'latin1' },
    { keyword: RECORD_KEYWORD, text: JSON.stringify(record), encoding: 'utf8' },
    ...start,
  ]);
}

/** What the picture at `path` was made from. */
export async function readPictureRecord(path: string): Promise<{ record: PictureRecord; initImage: RgbImage | null }> {
  const { texts, troubles } = readCarried(await readBytes(path));
  const json = texts.get(RECORD_KEYWORD);
  if (json === undefined) {
    const why = troubles.length > 0 ? ` (${troubles.join(' ')})` : '';
    throw usageProblem(`${path}: it carries no Heirloom record of one picture${why}`, remedyFor(texts));
  }
  const start = texts.get(INIT_IMAGE_KEYWORD);
  return {
    record: parseRecord(json, path),
    initImage:
      start === undefined ? null : await decodePicture(Buffer.from(start, 'base64'), `${path} (start picture)`),
  };
}

function remedyFor(texts: ReadonlyMap<string, string>): string {
  if (texts.has(GRID_KEYWORD)) return 'It is a grid: give one of its pictures.';
  if (texts.has('parameters')) return 'It has the parameters of another program: give those by hand.';
  return 'Only pictures that Heirloom made do.';
}

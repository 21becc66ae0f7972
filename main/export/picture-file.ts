/** A picture as the PNG that people keep: pixels, A1111 parameters, our record, and the start picture if there was one. */
import type { RgbImage } from '../../native-models/sampling/generation.ts';
import type { PictureRecord } from '../core/record.ts';
import { INIT_IMAGE_KEYWORD, parseRecord, RECORD_KEYWORD } from '../core/record.ts';
import { usageProblem } from '../core/problem.ts';
import { parametersText } from './parameters.ts';
import { decodePicture, encodePng, readBytes } from './picture.ts';
import type { PngText } from './png-text.ts';
import { PNG_SIGNATURE, readTexts, withTexts } from './png-text.ts';

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
  const bytes = await readBytes(path);
  if (!bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
    throw usageProblem(`${path}: not a PNG file`, 'Heirloom keeps its settings in PNG pictures.');
  }
  const texts = readTexts(bytes);
  const json = texts.get(RECORD_KEYWORD);
  if (json === undefined) {
    const others = texts.has('parameters')
      ? 'It has the parameters of another program: give those by hand.'
      : undefined;
    throw usageProblem(`${path}: this picture carries no Heirloom record`, others ?? 'Only pictures Heirloom made do.');
  }
  const start = texts.get(INIT_IMAGE_KEYWORD);
  return {
    record: parseRecord(json, path),
    initImage:
      start === undefined ? null : await decodePicture(Buffer.from(start, 'base64'), `${path} (start picture)`),
  };
}

/** A picture as the PNG that people keep: pixels, A1111 parameters, our record, and the start picture if there was one. */
import type { RgbImage } from '../../native-models/image.ts';
import type { PictureRecord } from './picture-record.ts';
import { INIT_IMAGE_KEYWORD, RECORD_KEYWORD } from './picture-record.ts';
import { parametersText } from './parameters.ts';
import { encodePng } from './picture.ts';
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

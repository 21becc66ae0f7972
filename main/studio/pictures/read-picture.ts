import { PARAMETERS_KEYWORD, readCarried } from '../../pictures/carried-texts.ts';
import { decodePicture, encodePng } from '../../pictures/picture.ts';
import { PNG_SIGNATURE } from '../../pictures/png-text.ts';
import { GRID_KEYWORD } from '../../pictures/grid-record.ts';
import { RECORD_KEYWORD } from '../../pictures/picture-record.ts';
import { carriedGrid } from './carried-grid.ts';
import { carriedRun, othersRun } from './carried-run.ts';
import type { CarriedSettings, StudioContents, Texts } from './carried-settings.ts';

/** `picture` is null where it was not to be kept. */
export type ReadPicture = CarriedSettings & { readonly picture: string | null };

type Read = (texts: Texts, studio: StudioContents) => CarriedSettings | Promise<CarriedSettings>;

/** Which text says how a picture was made: the first of these that it carries. */
const READERS: readonly (readonly [keyword: string, read: Read])[] = [
  [GRID_KEYWORD, carriedGrid],
  [RECORD_KEYWORD, carriedRun],
  [PARAMETERS_KEYWORD, othersRun],
];

const NONE: CarriedSettings = { settings: null, grid: null, notes: ['This picture carries no settings.'] };

/**
 * Any picture from outside: the settings it carries (ours, or A1111's) as far as they apply here.
 * @param keep that it may start image-to-image.
 */
export async function readPicture(studio: StudioContents, bytes: Buffer, keep = true): Promise<ReadPicture> {
  const image = await decodePicture(bytes, 'the dropped file');
  const isPng = bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
  const texts = readCarried(bytes);
  const read = READERS.find(([keyword]) => texts.has(keyword))?.[1];
  const carried = read ? await read(texts, studio) : NONE;
  const picture = keep ? await studio.history.pictures.add(isPng ? bytes : encodePng(image)) : null;
  return { picture, ...carried };
}

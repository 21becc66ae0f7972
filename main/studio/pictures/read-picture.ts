import { readCarried } from '../../pictures/carried-texts.ts';
import { decodePicture, encodePng } from '../../pictures/picture.ts';
import { PNG_SIGNATURE } from '../../pictures/png-text.ts';
import { OTHERS_KEYWORDS } from '../../pictures/programs/programs.ts';
import { GRID_KEYWORD } from '../../pictures/grid-record.ts';
import { RECORD_KEYWORD } from '../../pictures/picture-record.ts';
import { carriedGrid } from './carried-grid.ts';
import { carriedRun } from './carried-run.ts';
import type { CarriedSettings, StudioContents, Texts } from './carried-settings.ts';
import { othersRun } from './others-run.ts';
import { withinLimits } from './within-limits.ts';

export type ReadPicture = CarriedSettings & { readonly picture: string };

type Read = (texts: Texts, studio: StudioContents) => CarriedSettings | Promise<CarriedSettings>;

/** Which text of ours says how a picture was made: the first of these that it carries. */
const READERS: readonly (readonly [keyword: string, read: Read])[] = [
  [GRID_KEYWORD, carriedGrid],
  [RECORD_KEYWORD, carriedRun],
];

const NONE: CarriedSettings = { settings: null, grid: null, notes: ['This picture carries no settings.'] };

/** Any picture dropped on the window: kept, and the settings it carries (ours, or another program's) as far as they apply here. */
export async function readPicture(studio: StudioContents, bytes: Buffer): Promise<ReadPicture> {
  const image = await decodePicture(bytes, 'the dropped file');
  const isPng = bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
  const { texts, troubles } = readCarried(bytes, OTHERS_KEYWORDS);
  const read = READERS.find(([keyword]) => texts.has(keyword))?.[1];
  const carried = read ? await read(texts, studio) : othersOrNone(texts, troubles);
  return { picture: await studio.history.pictures.add(isPng ? bytes : encodePng(image)), ...withinLimits(carried) };
}

/** @param troubles what could not be read may have said more. */
function othersOrNone(texts: Texts, troubles: readonly string[]): CarriedSettings {
  const carried = othersRun(texts) ?? NONE;
  return { ...carried, notes: [...carried.notes, ...troubles] };
}

import { Problem } from '../../base/problem.ts';
import { readCarried } from '../../pictures/carried-texts.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import { PNG_SIGNATURE } from '../../pictures/png-text.ts';
import { OTHERS_KEYWORDS } from '../../pictures/programs/programs.ts';
import { GRID_KEYWORD } from '../../pictures/grid-record.ts';
import { RECORD_KEYWORD } from '../../pictures/picture-record.ts';
import { carriedGrid } from './carried-grid.ts';
import { carriedRun } from './carried-run.ts';
import type { CarriedSettings, StudioContents, Texts } from './carried-settings.ts';
import { othersRun } from './others-run.ts';
import { withinLimits } from './within-limits.ts';

/** `picture`: its id as it is kept; null where it was not to be, or has no pixels that can be read. */
export type ReadPicture = CarriedSettings & { readonly picture: string | null };

type Read = (texts: Texts, studio: StudioContents) => CarriedSettings | Promise<CarriedSettings>;

/** Which text of ours says how a picture was made: the first of these that it carries. */
const READERS: readonly (readonly [keyword: string, read: Read])[] = [
  [GRID_KEYWORD, carriedGrid],
  [RECORD_KEYWORD, carriedRun],
];

const NONE: CarriedSettings = { settings: null, grid: null, notes: ['This picture carries no settings.'] };

/** What messages call it: the page says its name. */
export const WHERE = 'the dropped file';

/**
 * Any picture from outside: the settings it carries (ours, or another program's) as far as they apply here. An
 * exported grid may be larger than any picture that is read: it still sets the grid up.
 * @param keep that it may start image-to-image.
 * @throws Problem where it is no picture that can be read, and carries nothing either.
 */
export async function readPicture(studio: StudioContents, bytes: Buffer, keep = true): Promise<ReadPicture> {
  const png = await pngOf(bytes).catch((error: unknown) => {
    if (error instanceof Problem && carries(bytes)) return error;
    throw error;
  });
  const { texts, troubles } = readCarried(bytes, OTHERS_KEYWORDS);
  const read = readerOf(texts);
  const carried = withinLimits(read ? await read(texts, studio) : othersOrNone(texts, troubles));
  if (!(png instanceof Problem)) return { picture: keep ? await studio.history.pictures.add(png) : null, ...carried };
  if (!keep) return { picture: null, ...carried };
  return { picture: null, ...carried, notes: [...carried.notes, `The picture itself is not kept: ${png.message}.`] };
}

/** A PNG as it is, once it has been decoded; others as one. */
async function pngOf(bytes: Buffer): Promise<Buffer> {
  if (!bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return await decoder.png(bytes, WHERE);
  await decoder.sizeOf(bytes, WHERE);
  return bytes;
}

function readerOf(texts: Texts): Read | undefined {
  return READERS.find(([keyword]) => texts.has(keyword))?.[1];
}

/** @param troubles what could not be read may have said more. */
function othersOrNone(texts: Texts, troubles: readonly string[]): CarriedSettings {
  const carried = othersRun(texts) ?? NONE;
  return { ...carried, notes: [...carried.notes, ...troubles] };
}

/** False too where the file is too broken to look. */
function carries(bytes: Buffer): boolean {
  try {
    const { texts } = readCarried(bytes, OTHERS_KEYWORDS);
    return readerOf(texts) !== undefined || othersRun(texts) !== null;
  } catch {
    return false;
  }
}

import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { Model } from '../../../preload/contract/model.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { PARAMETERS_KEYWORD, readCarried } from '../../pictures/carried-texts.ts';
import { decodePicture, encodePng } from '../../pictures/picture.ts';
import { PNG_SIGNATURE } from '../../pictures/png-text.ts';
import type { History } from '../../history/history.ts';
import { GRID_KEYWORD } from '../../pictures/grid-record.ts';
import { RECORD_KEYWORD } from '../../pictures/picture-record.ts';
import { carriedGrid } from './carried-grid.ts';
import { carriedRun, othersRun } from './carried-run.ts';

export type Texts = ReadonlyMap<string, string>;

/** What a picture's settings are brought to. */
export interface Here {
  readonly history: History;
  readonly models: readonly Model[];
}

export interface CarriedSettings {
  /** Of a grid: what no axis varies. */
  readonly settings: Partial<RunSettings> | null;
  /** The axes of an exported grid, the slowest first; its group where it is in this history. */
  readonly grid: { readonly group: string | null; readonly axes: GridAxis[] } | null;
  readonly notes: string[];
}

export type ReadPicture = CarriedSettings & { readonly picture: string };

type Read = (texts: Texts, here: Here) => CarriedSettings | Promise<CarriedSettings>;

/** Which text says how a picture was made: the first of these that it carries. */
const READERS: readonly (readonly [keyword: string, read: Read])[] = [
  [GRID_KEYWORD, carriedGrid],
  [RECORD_KEYWORD, carriedRun],
  [PARAMETERS_KEYWORD, othersRun],
];

const NONE: CarriedSettings = { settings: null, grid: null, notes: ['This picture carries no settings.'] };

/** Any picture dropped on the window: kept, and the settings it carries (ours, or A1111's) as far as they apply here. */
export async function readPicture(here: Here, bytes: Buffer): Promise<ReadPicture> {
  const image = await decodePicture(bytes, 'the dropped file');
  const isPng = bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE);
  const texts = readCarried(bytes);
  const read = READERS.find(([keyword]) => texts.has(keyword))?.[1];
  const carried = read ? await read(texts, here) : NONE;
  return { picture: await here.history.pictures.add(isPng ? bytes : encodePng(image)), ...carried };
}

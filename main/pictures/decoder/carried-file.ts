/**
 * What a picture says of how it was made, as far as its file alone tells. For the decoder's process: tens of megabytes of JSON would
 * keep the program from everything else for seconds.
 */
import { writeFile } from 'node:fs/promises';
import type { RunSettings } from '../../../preload/settings/settings.ts';
import { readCarried } from '../carried-texts.ts';
import type { FoundTexts } from '../found-texts.ts';
import { GRID_KEYWORD, type GridRecord, parseGridRecord } from '../grid-record.ts';
import { INIT_IMAGE_KEYWORD, parseRecord, type PictureRecord, RECORD_KEYWORD } from '../picture-record.ts';
import { othersRun } from '../programs/others-run.ts';
import { OTHERS_KEYWORDS } from '../programs/programs.ts';
import { readPictureFile } from '../probe/read-picture-file.ts';

/** A grid's record without what its cells measured, which nothing is set up from. */
export type CarriedGrid = Omit<GridRecord, 'cells'>;

/** `troubles`: what could not be read and may have said more, in sentences. */
export type CarriedFile = { readonly troubles: readonly string[] } & (
  | { readonly kind: 'grid'; readonly record: CarriedGrid }
  /** `hasStart`: its start picture lies beside the record. */
  | { readonly kind: 'run'; readonly record: PictureRecord; readonly hasStart: boolean }
  | { readonly kind: 'others'; readonly settings: Partial<RunSettings> | null; readonly notes: readonly string[] }
  | { readonly kind: 'none' }
);

/** What messages call the picture that a record lies in. */
const PICTURE = 'the dropped picture';

/** Where the start picture of a run is written, as it lies in the file: a PNG. @param into where the rest is. */
export function startBeside(into: string): string {
  return `${into}-start`;
}

/**
 * Writes what the picture at `source` carries to `into`, as JSON.
 * @throws Problem where the file cannot be read, or a record of ours in it is damaged.
 */
export async function writeCarried(source: string, where: string, into: string): Promise<void> {
  const found = textsOf(await readPictureFile(source, where));
  const start = found.texts.get(INIT_IMAGE_KEYWORD);
  const carried = carriedBy(found, start !== undefined);
  if (carried.kind === 'run' && start !== undefined) await writeFile(startBeside(into), Buffer.from(start, 'base64'));
  await writeFile(into, JSON.stringify(carried));
}

/** None where the file is too broken to look. */
function textsOf(file: Buffer): FoundTexts {
  try {
    return readCarried(file, OTHERS_KEYWORDS);
  } catch {
    return { texts: new Map(), troubles: [] };
  }
}

/** The first of these that it carries: a grid of ours, a run of ours, another program's. */
function carriedBy({ texts, troubles }: FoundTexts, hasStart: boolean): CarriedFile {
  const [grid, run] = [texts.get(GRID_KEYWORD), texts.get(RECORD_KEYWORD)];
  if (grid !== undefined) {
    const { cells: _, ...record } = parseGridRecord(grid, PICTURE);
    return { kind: 'grid', record, troubles };
  }
  if (run !== undefined) return { kind: 'run', record: parseRecord(run, PICTURE), hasStart, troubles };
  const others = othersRun(texts);
  return others === null ? { kind: 'none', troubles } : { kind: 'others', ...others, troubles };
}

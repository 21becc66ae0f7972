/**
 * The record of a grid: what it was made from and what it measured, as JSON in its exported picture (`heirloom-grid`).
 * Fields may be added; a change of meaning raises `version`.
 */
import { z } from 'zod';
import { wordsOfIssues } from '../../native-models/zod-words.ts';
import { labelledAxis } from '../../preload/contract/grid.ts';
import { MAX_AXES } from '../../preload/contract/axes.ts';
import { pictureId, runSettings } from '../../preload/contract/run-settings.ts';
import { failure } from '../base/problem.ts';

/** Under which a grid's picture carries its record. */
export const GRID_KEYWORD = 'heirloom-grid';

/** And, of newer ones, why the speed-up is doubtful and its median over repeats; a number for each metric of its fidelity, null where it has none. */
const cell = z.looseObject({
  run: z.int(),
  picture: pictureId,
  seconds: z.number(),
  speedup: z.number().nullable(),
});

const gridRecord = z.object({
  version: z.literal(1),
  program: z.object({ name: z.literal('heirloom'), version: z.string() }),
  created: z.string(),
  /** Which grid of the history it was, where that is the same. */
  group: z.string(),
  /** What no axis varies. */
  settings: runSettings,
  /** The first axis is the slowest: sheets, rows, columns. */
  axes: z.array(labelledAxis).min(1).max(MAX_AXES),
  /** What models are called, for where their ids mean nothing. */
  models: z.record(z.string(), z.string()),
  /** In the order of the axes; null for one that was not made. */
  cells: z.array(cell.nullable()),
});
/** What a grid was made from, and what each of its cells measured. */
export type GridRecord = z.infer<typeof gridRecord>;

/**
 * A grid's record as it lies in its picture.
 * @param where what messages call the picture.
 * @throws Problem where it is damaged or of a newer version.
 */
export function parseGridRecord(json: string, where: string): GridRecord {
  const checked = gridRecord.safeParse(parsed(json, where));
  if (checked.success) return checked.data;
  throw failure(
    `${where}: its grid is not one this version reads: ${wordsOfIssues(checked.error.issues)}`,
    'Was it made by a newer Heirloom? The axes can still be set up by hand.',
  );
}

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw failure(`${where}: the record of its grid is damaged`, undefined, cause);
  }
}

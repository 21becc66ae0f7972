/** A picture that is made again, from what its file says. */
import type { RgbImage } from '../../native-models/image.ts';
import { usageProblem } from '../base/problem.ts';
import { readCarried } from '../pictures/carried-texts.ts';
import { decoder } from '../pictures/decoder/decoder.ts';
import { GRID_KEYWORD } from '../pictures/grid-record.ts';
import { readPictureFile } from '../pictures/probe/read-picture-file.ts';
import { INIT_IMAGE_KEYWORD, parseRecord, type PictureRecord, RECORD_KEYWORD } from '../pictures/picture-record.ts';

/** Its record, and the start picture that it carries. */
export interface Remake {
  readonly record: PictureRecord;
  readonly initImage: RgbImage | null;
}

/**
 * What the picture at `path` was made from.
 * @throws Problem where it cannot be read, or carries no record of ours.
 */
export async function readRemake(path: string): Promise<Remake> {
  const { texts, troubles } = readCarried(await readPictureFile(path, path));
  const json = texts.get(RECORD_KEYWORD);
  if (json === undefined) {
    const why = troubles.length > 0 ? ` (${troubles.join(' ')})` : '';
    throw usageProblem(`${path}: it carries no Heirloom record of one picture${why}`, remedyFor(texts));
  }
  const start = texts.get(INIT_IMAGE_KEYWORD);
  return {
    record: parseRecord(json, path),
    initImage:
      start === undefined ? null : await decoder.pixels(Buffer.from(start, 'base64'), `${path} (start picture)`),
  };
}

function remedyFor(texts: ReadonlyMap<string, string>): string {
  if (texts.has(GRID_KEYWORD)) return 'It is a grid: give one of its pictures.';
  if (texts.has('parameters')) return 'It has the parameters of another program: give those by hand.';
  return 'Only pictures that Heirloom made do.';
}

/** A grid as a zip: its picture, the pictures of its cells under telling names, and its numbers. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { cellAt, extentOf, placesOf } from '../../../preload/experiment/place.ts';
import { explain } from '../../base/explain.ts';
import { failure } from '../../base/problem.ts';
import { slug } from '../../base/files.ts';
import type { Theme } from '../drawing/palette.ts';
import type { ReadPicture } from './draw.ts';
import { csvOf, jsonOf } from './numbers.ts';
import { sheetsPicture } from './picture.ts';
import type { Sheets } from './sheets.ts';

/** It goes to the person in one piece, through memory. */
const MAX_BYTES = 1.5e9;

/**
 * The zip as one Blob, in memory.
 * @param read a cell's picture, by its id.
 *
 * @throws a problem in words above `MAX_BYTES`.
 */
export async function sheetsArchive(sheets: Sheets, theme: Theme, read: ReadPicture): Promise<Blob> {
  const archive = new Archive();
  archive.add(await gridFile(sheets, theme, read));
  const extent = extentOf(sheets.axes);
  for (const [index, { run }] of sheets.cells.entries()) {
    if (run) archive.add({ name: `pictures/${nameOf(sheets, extent, index)}.png`, bytes: await read(run.picture) });
  }
  archive.add({ name: 'numbers.csv', bytes: Buffer.from(csvOf(sheets)), deflate: true });
  archive.add({ name: 'numbers.json', bytes: Buffer.from(jsonOf(sheets)), deflate: true });
  return archive.end();
}

interface Entry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** PNGs are compressed already. */
  readonly deflate?: boolean;
}

/** A grid that is too large for one picture still has its cells, and says why it has no more. */
async function gridFile(sheets: Sheets, theme: Theme, read: ReadPicture): Promise<Entry> {
  try {
    return { name: 'grid.png', bytes: await sheetsPicture(sheets, 'png', theme, read) };
  } catch (error) {
    return { name: 'no-grid-picture.txt', bytes: Buffer.from(`${explain(error).message}\n`), deflate: true };
  }
}

/** `02-01-co6-p5-seed-7`: row and column, before them the sheet, and what the labels say. */
function nameOf({ axes }: Sheets, extent: ReturnType<typeof extentOf>, index: number): string {
  const at = cellAt(extent, index);
  const places = placesOf(axes, index);
  const number = (value: number) => String(value + 1).padStart(2, '0');
  const place = [...(axes[2] ? [at.z] : []), ...(axes[1] ? [at.y] : []), at.x].map(number).join('-');
  const labels = axes.map(({ kind, labels }, axis) => {
    const label = labels[places[axis]!]!;
    return SAY_WHAT.has(kind) ? `${kind} ${label}` : label;
  });
  return `${place}-${slug(labels.join(' '))}`;
}

/** A number alone says nothing. */
const SAY_WHAT: ReadonlySet<string> = new Set(['seed', 'steps']);

class Archive {
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;
  readonly #zip = new Zip((error, chunk) => {
    if (error) throw error;
    this.#bytes += chunk.length;
    this.#chunks.push(chunk as Uint8Array<ArrayBuffer>);
  });

  add({ name, bytes, deflate = false }: Entry): void {
    if (this.#bytes + bytes.length > MAX_BYTES) {
      throw failure(
        `The single pictures of this grid are more than ${MAX_BYTES / 1e9} GB`,
        'They are in the data folder as well; or make fewer cells at once.',
      );
    }
    const file = deflate ? new ZipDeflate(name) : new ZipPassThrough(name);
    this.#zip.add(file);
    file.push(bytes, true);
  }

  end(): Blob {
    this.#zip.end();
    return new Blob(this.#chunks);
  }
}

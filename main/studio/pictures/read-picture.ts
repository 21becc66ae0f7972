import { open, readFile } from 'node:fs/promises';
import { Problem } from '../../base/problem.ts';
import type { CarriedFile } from '../../pictures/decoder/carried-file.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import type { PictureSource } from '../../pictures/decoder/picture-decoder.ts';
import { PNG_SIGNATURE } from '../../pictures/png-text.ts';
import { carriedGrid } from './carried-grid.ts';
import { carriedRun } from './carried-run.ts';
import type { CarriedSettings, StudioContents } from './carried-settings.ts';
import { withinLimits } from './within-limits.ts';

/** `picture`: its id as it is kept; null where it was not to be, or has no pixels that can be read. */
export type ReadPicture = CarriedSettings & { readonly picture: string | null };

const NONE = 'This picture carries no settings.';

/** What messages call it: the page says its name. */
export const WHERE = 'the dropped file';

/**
 * Any picture from outside: the settings it carries (ours, or another program's) as far as they apply here. An
 * exported grid may be larger than any picture that is read: it still sets the grid up. Pixels and texts are read in the
 * decoder's process, so that this one goes on answering.
 * @param keep that it may start image-to-image.
 * @throws Problem where it is no picture that can be read, and carries nothing either.
 */
export async function readPicture(studio: StudioContents, source: PictureSource, keep = true): Promise<ReadPicture> {
  const isPng = (await beginningOf(source)).equals(PNG_SIGNATURE);
  const converted = await (isPng ? looked(source) : decoder.png(source, WHERE)).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });
  const { carried, start } = await decoder.carried(source, WHERE);
  if (converted instanceof Problem && carried.kind === 'none') throw converted;
  const settings = withinLimits(await settingsOf(carried, start, studio));
  if (!keep) return { picture: null, ...settings };
  if (converted instanceof Problem) {
    const notes = [...settings.notes, `The picture itself is not kept: ${converted.message}.`];
    return { picture: null, ...settings, notes };
  }
  const png = converted ?? (typeof source === 'string' ? await readFile(source) : source);
  return { picture: await studio.history.pictures.add(png), ...settings };
}

/** A PNG is kept as it is, once it has been decoded. */
async function looked(source: PictureSource): Promise<null> {
  await decoder.sizeOf(source, WHERE);
  return null;
}

async function beginningOf(source: PictureSource): Promise<Buffer> {
  const { length } = PNG_SIGNATURE;
  if (typeof source !== 'string') return Buffer.from(source.subarray(0, length));
  const file = await open(source);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function settingsOf(
  carried: CarriedFile,
  start: Buffer | null,
  studio: StudioContents,
): Promise<CarriedSettings> {
  switch (carried.kind) {
    case 'grid':
      return carriedGrid(carried.record, studio);
    case 'run':
      return await carriedRun(carried.record, start, studio);
    case 'others':
      return { settings: carried.settings, grid: null, notes: [...carried.notes, ...carried.troubles] };
    case 'none':
      return { settings: null, grid: null, notes: [NONE, ...carried.troubles] };
  }
}

/** Small pictures for lists, made when they are first asked for: `cache/thumbnails/256/ab/abcdef….jpg`. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ThumbnailSize } from '../../../preload/contract/thumbnail.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import { StorageProblem, storageProblem } from '../../base/storage-problem.ts';
import type { PictureFile, Pictures } from './pictures.ts';

export interface Thumbnails {
  /** The picture itself for size null, where it is no larger, and where the disk takes none; null if there is no such picture. */
  locate(id: string, size: ThumbnailSize | null): Promise<PictureFile | null>;
  /** Deletes those of pictures that are no more. */
  sweep(): Promise<void>;
}

/** @param cache the folder of what can be made again. */
export function openThumbnails(cache: string, pictures: Pick<Pictures, 'locate'>): Thumbnails {
  const folder = join(cache, 'thumbnails');
  const making = new Map<string, Promise<void>>();

  /** Each once: a gallery asks for a hundred at a time. */
  const make = (picture: PictureFile, size: ThumbnailSize, path: string): Promise<void> => {
    const known = making.get(path);
    if (known) return known;
    const made = decoder
      .thumbnail(join(picture.folder, picture.path), size, basename(picture.path))
      .then((bytes) => writeWhole(join(folder, path), bytes))
      .finally(() => making.delete(path));
    making.set(path, made);
    return made;
  };

  return {
    async locate(id, size) {
      const picture = pictures.locate(id);
      if (!picture || size === null) return picture;
      if ((await longerSide(join(picture.folder, picture.path))) <= size) return picture;
      const path = join(String(size), id.slice(0, 2), `${id}.jpg`);
      try {
        if (!existsSync(join(folder, path))) await make(picture, size, path);
        return { folder, path };
      } catch (error) {
        if (error instanceof StorageProblem) return picture; // larger than need be, but seen
        throw error;
      }
    },
    async sweep() {
      const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const file of files) {
        const isOrphan = file.isFile() && !pictures.locate(basename(file.name, '.jpg'));
        if (isOrphan) await rm(join(file.parentPath, file.name), { force: true });
      }
    },
  };
}

/** In the header of a PNG file: width and height stand at bytes 16 and 20. */
async function longerSide(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(24), 0, 24, 0);
    return Math.max(buffer.readUInt32BE(16), buffer.readUInt32BE(20));
  } finally {
    await file.close();
  }
}

/** Whole or not at all. No more than that: what a power cut takes is made again. */
async function writeWhole(target: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${target}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, target);
  } catch (cause) {
    throw storageProblem(`${target}: the small picture cannot be written`, cause) ?? cause;
  } finally {
    await rm(temporary, { force: true }).catch(() => {}); // what went wrong is said; another is made with another name
  }
}

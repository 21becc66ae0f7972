/** A whole download: room on the disk, file by file, and the move to where models are. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '../base/problem.ts';
import type { Connection } from './connection.ts';
import { fetchFile, type FileEvent } from './fetch-file.ts';
import { type DownloadRecord, workFolder } from './download-record.ts';
import { totalOf } from './offer.ts';

/** What a download tells: bytes of all its files that are on disk, and notes in words. */
export type DownloadEvent =
  | {
      readonly kind: 'received';
      readonly file: string;
      readonly bytes: number;
      readonly phase: 'fetching' | 'checking';
    }
  | { readonly kind: 'note'; readonly words: string };

/** `models`: the folder it ends up in. `pausesMs`: as in {@link fetchFile}. */
export interface RunDownloadOptions {
  readonly models: string;
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly on: (event: DownloadEvent) => void;
  readonly pausesMs?: readonly number[];
}

/** Begun earlier, it goes on where it was. @returns the path of the model. */
export async function runDownload(
  { id, title, target, files }: DownloadRecord,
  options: RunDownloadOptions,
): Promise<string> {
  const { models, connection, signal, on, pausesMs } = options;
  const place = join(models, ...target);
  if (existsSync(place)) throw alreadyDownloaded(title, place);
  const folder = join(workFolder(models, id), 'files');
  await requireRoom(totalOf(files) - (await bytesOnDisk({ id, files }, models)), models);
  let before = 0;
  for (const file of files) {
    const path = join(folder, file.path);
    const tell = (event: FileEvent) =>
      on(
        event.kind === 'again'
          ? { kind: 'note', words: `${file.path}: ${event.why}` }
          : { kind: 'received', file: file.path, bytes: before + event.bytes, phase: event.phase },
      );
    // Without `.part` it was proved before it got its name.
    if (!existsSync(path)) {
      await fetchFile(file, path, { connection, signal, on: tell, ...(pausesMs ? { pausesMs } : {}) });
    }
    before += file.bytes;
    on({ kind: 'received', file: file.path, bytes: before, phase: 'fetching' });
  }
  signal.throwIfAborted();
  await mkdir(dirname(place), { recursive: true });
  await rename(isSingleFile({ target, files }) ? join(folder, files[0]!.path) : folder, place);
  await rm(workFolder(models, id), { recursive: true, force: true });
  return place;
}

/** Of what it takes in the end. */
export async function bytesOnDisk(
  { id, files }: Pick<DownloadRecord, 'id' | 'files'>,
  models: string,
): Promise<number> {
  const folder = join(workFolder(models, id), 'files');
  const sizes = files.map(async ({ path, bytes }) => {
    const here = await stat(join(folder, path)).catch(() => stat(join(folder, `${path}.part`)).catch(() => null));
    return Math.min(here?.size ?? 0, bytes);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Bytes that this user can still write on the disk of a folder, which is made where there is none. */
export async function freeBytes(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function requireRoom(needed: number, models: string): Promise<void> {
  const free = await freeBytes(models);
  if (needed <= free) return;
  throw failure(
    `The disk has no room: ${gigabytes(needed)} are to come, and ${gigabytes(free)} are free in ${models}`,
    'Make room, or keep the data folder on another disk.',
  );
}

/** The refusal of a model that stands at its place already. */
export function alreadyDownloaded(title: string, place: string): Error {
  return failure(
    `${title} is here already: ${place}`,
    'It is in the list of models. To have it anew, delete it there first.',
  );
}

function isSingleFile({ target, files }: Pick<DownloadRecord, 'target' | 'files'>): boolean {
  return files.length === 1 && files[0]!.path === target.at(-1);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

/** Where a picture's bytes and what becomes of them lie while it is read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, Problem } from '../../base/problem.ts';
import { storageProblem } from '../../base/storage-problem.ts';

/**
 * Gives the work a folder that nobody else can look into, and takes it away afterwards.
 * @throws what the work throws; a Problem where the folder has no room.
 */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), 'heirloom-read-'));
    return await work(folder);
  } catch (error) {
    if (error instanceof Problem || !(error instanceof Error && 'code' in error)) throw error;
    throw noRoom(error);
  } finally {
    // What went wrong has been said.
    if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** @param cause a file system's error, with its code. */
export function noRoom(cause: Error & { readonly code?: unknown }): Problem {
  const what = `${tmpdir()}: a picture could not be put there to be read`;
  return (
    storageProblem(what, cause) ??
    failure(`${what} (${String(cause.code)})`, 'Make room on the disk of that folder.', cause)
  );
}

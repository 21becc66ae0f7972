/** What a disk refuses, in words. What was asked for was right: the same may succeed later. */
import { Problem } from './problem.ts';

/** Nothing can be kept there now: whoever has something to write may hold it and try again. */
export class StorageProblem extends Problem {
  constructor(message: string, remedy: string, cause: unknown) {
    super('failure', message, remedy, { cause });
  }
}

type Words = readonly [happened: string, remedy: string];

const FULL: Words = ['the disk is full', 'Make room on it.'];
const FORBIDDEN: Words = ['it may not be written', 'Make its folder writable for you.'];
const READ_ONLY: Words = ['its disk is read-only', 'Connect it so that it can be written.'];
const BROKEN: Words = ['the disk failed', 'Is it connected, and sound?'];
const IN_USE: Words = ['another program is using it', 'Close the other program that has it open.'];
const IN_THE_WAY: Words = ['a file is where its folder should be', 'Move that file elsewhere.'];
const CROWDED: Words = ['too many files are open', 'Close other programs.'];

/** By the system's codes, and by SQLite's, of which the first two words decide: SQLITE_IOERR_WRITE is a SQLITE_IOERR. */
const BY_CODE: Readonly<Record<string, Words>> = {
  ENOSPC: FULL,
  EDQUOT: ['you have used up your share of the disk', 'Make room on it.'],
  EFBIG: ['the disk takes no file of this size', 'Use a disk of another format.'],
  EROFS: READ_ONLY,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EIO: BROKEN,
  ENXIO: BROKEN,
  ENODEV: BROKEN,
  ESTALE: BROKEN,
  EEXIST: IN_THE_WAY,
  ENOTDIR: IN_THE_WAY,
  EBUSY: IN_USE,
  EMFILE: CROWDED,
  ENFILE: CROWDED,
  SQLITE_FULL: FULL,
  SQLITE_READONLY: FORBIDDEN,
  SQLITE_PERM: FORBIDDEN,
  SQLITE_IOERR: BROKEN,
  SQLITE_CANTOPEN: ['it cannot be opened', 'Is there room on the disk, and is its folder writable for you?'],
  SQLITE_BUSY: IN_USE,
  SQLITE_LOCKED: IN_USE,
};

/**
 * @param what could not be written: a path, first of all.
 * @param cause an error of the system's or SQLite's.
 * @returns what to tell of it; null where it is none that a disk is to blame for.
 */
export function storageProblem(what: string, cause: unknown): StorageProblem | null {
  const code = codeOf(cause);
  const words = code === null ? undefined : BY_CODE[code.split('_').slice(0, 2).join('_')];
  if (!words) return null;
  const [happened, remedy] = words;
  return new StorageProblem(`${what}: ${happened} (${code})`, remedy, cause);
}

/** A system error's own code: `ENOSPC`; null for any other error. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

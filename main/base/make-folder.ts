/**
 * Makes a folder that a person named. Not by Node's recursive mkdir, which never returns where a system says of a folder's
 * contents that they are not there and cannot be made, as Linux does below /proc.
 */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { failure, Problem } from './problem.ts';
import { codeOf, storageProblem } from './storage-problem.ts';

const ELSEWHERE = 'Give another folder.';

/** What a path runs into, where no disk is to blame. */
const BY_CODE: Readonly<Record<string, string>> = {
  ENOENT: 'no folder can be made there',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead round in a circle',
  EINVAL: 'the disk takes no such name',
  ERR_INVALID_ARG_VALUE: 'the disk takes no such name',
};

/**
 * Makes a folder, and those above it, where they are not there. Each step is one request that the system answers at once.
 * @throws Problem that says which folder it is, and what is in the way.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !isFolder(at); at = dirname(at)) {
    missing.push(at);
    if (dirname(at) === at) break; // a drive that is not there
  }
  for (const folder of missing.toReversed()) make(folder);
}

/** False where nothing is there. */
function isFolder(path: string): boolean {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && !found.isDirectory()) throw failure(`${path}: it is a file`, ELSEWHERE);
    if (!found && lstatSync(path, { throwIfNoEntry: false })) {
      throw failure(`${path}: it is a link to something that is not there`, ELSEWHERE);
    }
    return found !== undefined;
  } catch (cause) {
    // Something above it is a file: that one is found, and said, when its turn comes.
    if (codeOf(cause) === 'ENOTDIR') return false;
    throw inWords(path, cause);
  }
}

function make(path: string): void {
  try {
    mkdirSync(path);
  } catch (cause) {
    // Somebody else may have made it meanwhile.
    if (codeOf(cause) === 'EEXIST' && isFolder(path)) return;
    throw inWords(path, cause);
  }
}

function inWords(path: string, cause: unknown): unknown {
  if (cause instanceof Problem) return cause;
  const happened = BY_CODE[codeOf(cause) ?? ''];
  return happened === undefined
    ? (storageProblem(shortened(path), cause) ?? cause)
    : failure(`${shortened(path)}: ${happened}`, ELSEWHERE, cause);
}

/** A name that is too long to be made is too long to be read. */
function shortened(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}

/** Files that a person keeps: named readably, never overwritten, never half written. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { failure, Problem } from './problem.ts';
import { codeOf, storageProblem } from './storage-problem.ts';

const MAX_SLUG = 48;
/** Numbers tried before we say that something is wrong with the folder. */
const MAX_SUFFIX = 100_000;

/** `A red fox, jumping!` -> `a-red-fox-jumping`; letters of any script stay. */
export function slug(text: string): string {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  if (words.length <= MAX_SLUG) return words || 'picture';
  const cut = words.slice(0, MAX_SLUG + 1);
  return cut.slice(0, cut.lastIndexOf('-') > MAX_SLUG / 2 ? cut.lastIndexOf('-') : MAX_SLUG);
}

/** Writes a new file and returns its path: `path`, or `path` with the first free number where that is taken. */
export async function writeNew(path: string, bytes: string | Uint8Array): Promise<string> {
  return await viaTemporary(path, bytes, async (temporary) => {
    const extension = extname(path);
    const stem = path.slice(0, path.length - extension.length);
    for (let n = 1; n < MAX_SUFFIX; n += 1) {
      const candidate = n === 1 ? path : `${stem}-${n}${extension}`;
      if (!(await reserved(candidate))) continue;
      await rename(temporary, candidate);
      return candidate;
    }
    throw failure(`${path}: no free name left`, 'Give another --out.');
  });
}

/** Makes the folder where there is none, and says at once, not after a long run, that nothing can be kept there. */
export async function requireWritable(folder: string): Promise<void> {
  // Tried, not asked: who is root may write anywhere, says the system, also where nobody can.
  const probe = join(folder, `.${randomUUID()}.part`);
  try {
    makeFolder(folder);
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
  } catch (cause) {
    const why = cause instanceof Problem ? cause.message : (storageProblem(folder, cause)?.message ?? codeOf(cause));
    if (why === null) throw cause;
    throw failure(`--out ${folder}: nothing can be written there (${why})`, 'Give another folder.', cause);
  }
}

/** Makes a new folder: `path`, or `path` with the first free number where that is taken. */
export async function newFolder(path: string): Promise<string> {
  makeFolder(dirname(path));
  for (let n = 1; n < MAX_SUFFIX; n += 1) {
    const candidate = n === 1 ? path : `${path}-${n}`;
    try {
      await mkdir(candidate);
      return candidate;
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue;
      throw cause;
    }
  }
  throw failure(`${path}: no free name left`, 'Take some of the old ones away.');
}

/** Writes a file, in place of what was there. */
export async function writeOver(path: string, bytes: string | Uint8Array): Promise<string> {
  return await viaTemporary(path, bytes, async (temporary) => {
    await rename(temporary, path);
    return path;
  });
}

async function viaTemporary(
  path: string,
  bytes: string | Uint8Array,
  settle: (temporary: string) => Promise<string>,
): Promise<string> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.part`);
  try {
    makeFolder(folder);
    await writeFile(temporary, bytes);
    return await settle(temporary);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === null) throw cause;
    throw storageProblem(path, cause) ?? failure(`${path}: cannot be written (${code})`, 'Give another --out.', cause);
  } finally {
    // What went wrong has been said; a leftover that cannot be removed adds nothing.
    await rm(temporary, { force: true }).catch(() => {});
  }
}

/** Takes the name with an empty file, which fails where one is: nobody's picture is lost, whoever else writes here. */
async function reserved(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx' });
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  }
}

/** A token that outlives the server: whoever has opened its address once need not open another after a restart. */
import { closeSync, fstatSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../base/make-folder.ts';
import { failure, Problem, usageProblem } from '../base/problem.ts';
import { codeOf, storageProblem } from '../base/storage-problem.ts';
import { newToken } from './access.ts';

/** For its owner alone. */
const PRIVATE = 0o600;
const OTHERS = 0o077;
/** A token of our own has 43 letters of base64url; one of 22 cannot be guessed either. */
const TOKEN = /^[\w-]{22,200}$/;
/** Nothing longer is a token and the end of its line. */
const MAX_BYTES = 1000;

/**
 * The token in a file, which is made with a new one where there is none.
 * @throws Problem where others may read it, where it holds no token, and where it cannot be read or made.
 */
export function tokenIn(file: string): string {
  try {
    return read(file) ?? make(file);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    const what = `--token-file ${file}`;
    throw (
      storageProblem(what, cause) ??
      failure(`${what}: it cannot be used (${codeOf(cause)})`, 'Give another file.', cause)
    );
  }
}

/** null where there is no such file. */
function read(file: string): string | null {
  let opened: number;
  try {
    opened = openSync(file, 'r');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  }
  try {
    // Of the file that was opened, whatever its name stands for by now.
    const found = fstatSync(opened);
    if (!found.isFile())
      throw usageProblem(`--token-file ${file}: it is no file`, 'Give a file; it is made where there is none.');
    if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0) {
      const mode = (found.mode & 0o777).toString(8).padStart(4, '0');
      throw usageProblem(
        `--token-file ${file}: others may read it (mode ${mode})`,
        `Keep it to yourself with chmod 600 ${file}; where somebody may have read it, delete it: another is made.`,
      );
    }
    const text = found.size <= MAX_BYTES ? readFileSync(opened, 'utf8').trim() : '';
    if (TOKEN.test(text)) return text;
    throw usageProblem(
      `--token-file ${file}: it holds no token`,
      'A token is 22 to 200 letters, digits, - and _. Delete the file, and one is made.',
    );
  } finally {
    closeSync(opened);
  }
}

function make(file: string): string {
  makeFolder(dirname(file));
  const token = newToken();
  writeFileSync(file, `${token}\n`, { flag: 'wx', mode: PRIVATE });
  return token;
}

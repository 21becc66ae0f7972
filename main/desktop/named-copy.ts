import { constants, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The file under a name that says something to a person: pictures are kept under their sha256. A copy, not a second name of the
 * same file: whatever it is dropped on may write into it.
 * @returns its path, in `folder`.
 */
export function namedCopy(file: string, folder: string, name: string): string {
  const copy = join(folder, name);
  mkdirSync(folder, { recursive: true });
  try {
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
  } catch (cause) {
    rmSync(copy, { force: true }); // half a picture is none
    throw cause;
  }
  return copy;
}

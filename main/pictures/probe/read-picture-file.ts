import { readFile, stat } from 'node:fs/promises';
import { usageProblem } from '../../base/problem.ts';
import { requireBytes } from './probe.ts';

/**
 * The bytes of a person's picture, looked at no further.
 * @param where what messages call it.
 * @throws Problem, as their mistake, where it cannot be read, is no file, or is larger than any picture that is read.
 */
export async function readPictureFile(path: string, where: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw usageProblem(`${where}: cannot be read: it is no file`, 'Give the path of a picture.');
    requireBytes(found.size, where);
    return await readFile(path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw usageProblem(`${where}: cannot be read (${String(cause.code)})`, 'Check the path.', cause);
  }
}

/** What a model's files say besides their weights. */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Of a file, or of all that is in a folder. */
export async function bytesOf(path: string): Promise<number> {
  const found = await stat(path);
  if (found.isFile()) return found.size;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

/** A licence file's text, or the model card's `license:` line. */
export async function licenceOf(path: string): Promise<string | null> {
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'NOTICE']
    .map((name) => join(path, name))
    .find((each) => existsSync(each));
  if (file) return await readFile(file, 'utf8');
  const card = await readFile(join(path, 'README.md'), 'utf8').catch(() => '');
  return /^license:\s*(.+)$/m.exec(card)?.[1] ?? null;
}

/** Folders of the machine that Heirloom runs on, for a page that cannot see them: names only, nothing is read. */
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import type { Browsed } from '../../../preload/contract/browse.ts';
import { usageProblem } from '../../base/problem.ts';

const LARGEST = 1000;
/** Asked of the disk together: all of ten thousand would keep the program from everything else. */
const AT_ONCE = 200;

type Entry = Browsed['entries'][number];

/** @param path null: where a person's own files are. */
export async function browse(path: string | null): Promise<Browsed> {
  const folder = await folderAt(path ?? homedir());
  const names = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    throw usageProblem(`${folder} cannot be read (${cause.code})`, 'Choose another folder.', cause);
  });
  const shown = names.filter(({ name }) => !name.startsWith('.'));
  const entries: Entry[] = [];
  for (let at = 0; at < shown.length; at += AT_ONCE) {
    const some = shown.slice(at, at + AT_ONCE).map(({ name }) => entryAt(join(folder, name), name));
    entries.push(...(await Promise.all(some)).filter((entry) => entry !== null));
  }
  const all = entries.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind] || (a.name < b.name ? -1 : 1));
  return {
    path: folder,
    parent: folder === parse(folder).root ? null : dirname(folder),
    isModel: await isModel(folder),
    entries: all.slice(0, LARGEST),
    more: Math.max(0, all.length - LARGEST),
  };
}

/** null: nothing that is shown. */
async function entryAt(path: string, name: string): Promise<Entry | null> {
  const found = await stat(path).catch(() => null); // of what a link leads to
  if (found?.isDirectory()) return { name, path, kind: (await isModel(path)) ? 'model' : 'folder', bytes: null };
  if (!found?.isFile() || !/\.safetensors$/i.test(name)) return null;
  return { name, path, kind: 'file', bytes: found.size };
}

const ORDER = { model: 0, folder: 1, file: 2 } as const;

async function isModel(folder: string): Promise<boolean> {
  return await access(join(folder, 'model_index.json')).then(
    () => true,
    () => false,
  );
}

/** A file's own folder is meant when a file is named. */
async function folderAt(path: string): Promise<string> {
  const real = await realpath(path).catch((cause: unknown) => {
    throw usageProblem(`${path}: there is no such folder`, 'Choose another one.', cause);
  });
  return (await stat(real)).isDirectory() ? real : dirname(real);
}

/** Folders of the machine that Heirloom runs on, for a page that cannot see them: names only, nothing is read. */
import { existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import type { Browsed } from '../../../preload/contract/browse.ts';
import { usageProblem } from '../../base/problem.ts';

const LARGEST = 1000;

/** @param path null: where a person's own files are. */
export async function browse(path: string | null): Promise<Browsed> {
  const folder = await folderAt(path ?? homedir());
  const names = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    throw usageProblem(`${folder} cannot be read (${cause.code})`, 'Choose another folder.', cause);
  });
  const entries = await Promise.all(
    names
      .filter(({ name }) => !name.startsWith('.'))
      .map(async ({ name }) => {
        const full = join(folder, name);
        const found = await stat(full).catch(() => null); // of what a link leads to
        if (found?.isDirectory()) {
          return [{ name, path: full, kind: isModel(full) ? ('model' as const) : ('folder' as const), bytes: null }];
        }
        if (!found?.isFile() || !/\.safetensors$/i.test(name)) return [];
        return [{ name, path: full, kind: 'file' as const, bytes: found.size }];
      }),
  );
  const all = entries.flat().toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind] || (a.name < b.name ? -1 : 1));
  return {
    path: folder,
    parent: folder === parse(folder).root ? null : dirname(folder),
    isModel: isModel(folder),
    entries: all.slice(0, LARGEST),
    more: Math.max(0, all.length - LARGEST),
  };
}

const ORDER = { model: 0, folder: 1, file: 2 } as const;

function isModel(folder: string): boolean {
  return existsSync(join(folder, 'model_index.json'));
}

/** A file's own folder is meant when a file is named. */
async function folderAt(path: string): Promise<string> {
  const real = await realpath(path).catch((cause: unknown) => {
    throw usageProblem(`${path}: there is no such folder`, 'Choose another one.', cause);
  });
  return (await stat(real)).isDirectory() ? real : dirname(real);
}

/** Pictures as files named by their content: `pictures/ab/abcdef….png`. Written whole or not at all, never changed. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { failure } from '../../base/problem.ts';
import { codeOf, storageProblem } from '../../base/storage-problem.ts';
import { PNG_SIGNATURE } from '../../pictures/png-text.ts';

export interface PictureFile {
  readonly folder: string;
  /** Below the folder. */
  readonly path: string;
}

export interface Pictures {
  /** Keeps a PNG file; the same bytes are kept once. @returns its id. */
  add(bytes: Uint8Array): Promise<string>;
  /** Where it is, be it in the trash; null if there is none, or if `id` is no id. */
  locate(id: string): PictureFile | null;
  read(id: string): Promise<Buffer>;
  trash(id: string): void;
  restore(id: string): void;
  /** Deletes what is in the trash, but for what is still needed. @returns how many files that were. */
  emptyTrash(isNeeded: (id: string) => boolean): number;
  /** Takes away what a crash left half written. */
  sweep(): void;
}

const ID = /^[0-9a-f]{64}$/;
const FILE = /^([0-9a-f]{64})\.png$/;
/** Below `pictures`, so that a rename never crosses file systems. */
const INCOMING = 'incoming';
/** At a time: a few milliseconds. */
const HASHED_BYTES = 4 * 1024 * 1024;

export function openPictures(folders: { readonly pictures: string; readonly trash: string }): Pictures {
  const incoming = join(folders.pictures, INCOMING);

  const locate = (id: string): PictureFile | null => {
    if (!ID.test(id)) return null;
    const path = pathOf(id);
    const folder = [folders.pictures, folders.trash].find((each) => existsSync(join(each, path)));
    return folder === undefined ? null : { folder, path };
  };

  const move = (id: string, from: string, to: string): void => {
    const [source, target] = [join(from, pathOf(id)), join(to, pathOf(id))];
    if (!existsSync(source)) return;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(source, target);
  };

  return {
    locate,
    async add(bytes) {
      if (!PNG_SIGNATURE.equals(bytes.subarray(0, PNG_SIGNATURE.length))) {
        throw failure('This picture is not a PNG file', 'Convert it to PNG first.');
      }
      const id = await hashOf(bytes);
      const target = join(folders.pictures, pathOf(id));
      if ((await sizeOf(target)) !== bytes.length) await writeWhole(target, bytes, incoming);
      return id;
    },
    async read(id) {
      const file = locate(id);
      if (!file) throw missing(id, folders.pictures);
      return await readFile(join(file.folder, file.path));
    },
    trash: (id) => move(id, folders.pictures, folders.trash),
    restore: (id) => move(id, folders.trash, folders.pictures),
    emptyTrash(isNeeded) {
      const doomed = idsIn(folders.trash).filter((id) => !isNeeded(id));
      for (const id of doomed) rmSync(join(folders.trash, pathOf(id)), { force: true });
      return doomed.length;
    },
    sweep: () => rmSync(incoming, { recursive: true, force: true }),
  };
}

/** In pieces: 200 MB at once would keep the program from everything else for a quarter of a second. */
async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += HASHED_BYTES) {
    if (at > 0) await turn();
    hash.update(bytes.subarray(at, at + HASHED_BYTES));
  }
  return hash.digest('hex');
}

/** Two letters first: 100,000 files in one folder make file managers slow. */
function pathOf(id: string): string {
  return join(id.slice(0, 2), `${id}.png`);
}

function idsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ name }) => FILE.exec(name)?.[1])
    .filter((id) => id !== undefined);
}

async function writeWhole(target: string, bytes: Uint8Array, incoming: string): Promise<void> {
  const temporary = join(incoming, `${randomUUID()}.part`);
  try {
    await mkdir(incoming, { recursive: true });
    await mkdir(dirname(target), { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await syncFolder(dirname(target));
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {}); // what went wrong is said; `sweep` takes the rest away
    const what = `${target}: the picture cannot be written`;
    throw (
      storageProblem(what, cause) ?? failure(`${what} (${codeOf(cause)})`, 'Is the data folder still there?', cause)
    );
  }
}

/** Makes the new name last through a power cut. Windows has no such thing for folders and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}

function missing(id: string, folder: string): Error {
  return failure(
    `${id}.png: this picture is not in ${folder}`,
    'Was it moved or deleted by hand? Its run can be made again.',
  );
}

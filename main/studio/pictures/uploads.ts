/** Pictures that a page sends in pieces, so that none of its messages keeps the program from everything else. */
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, usageProblem } from '../../base/problem.ts';
import { storageProblem } from '../../base/storage-problem.ts';
import { requireBytes } from '../../pictures/probe/probe.ts';
import { WHERE } from './read-picture.ts';

/** Pages drop one picture at a time; what a page left behind makes way for others. */
const MOST = 8;

interface Upload {
  readonly path: string;
  bytes: number;
}

/** Files below `folder`, which is emptied: nothing outlives the program. */
export class Uploads {
  readonly #folder: string;
  readonly #ready: Promise<unknown>;
  readonly #uploads = new Map<string, Upload>();

  constructor(folder: string) {
    this.#folder = folder;
    this.#ready = rm(folder, { recursive: true, force: true }).catch(() => {}); // what cannot be removed is only in the way
  }

  /**
   * Adds a piece behind those that have come.
   * @param id null: the first one. @returns the id.
   * @throws Problem where it is unknown, all pieces are more than a picture may have, or the disk refuses.
   */
  async add(id: string | null, piece: Uint8Array): Promise<string> {
    const own = id ?? (await this.#begin());
    const upload = this.#known(own);
    try {
      requireBytes(upload.bytes + piece.length, WHERE);
      upload.bytes += piece.length;
      await appendFile(upload.path, piece);
      return own;
    } catch (cause) {
      await this.remove(own);
      if (!(cause instanceof Error && 'code' in cause)) throw cause;
      const what = `${this.#folder}: the picture cannot be put there to be read`;
      throw storageProblem(what, cause) ?? failure(what, 'Make the data folder writable.', cause);
    }
  }

  /** Where it lies. @throws Problem where it is unknown. */
  pathOf(id: string): string {
    return this.#known(id).path;
  }

  async remove(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    this.#uploads.delete(id);
    if (upload) await rm(upload.path, { force: true }).catch(() => {}); // it goes at the next start
  }

  async #begin(): Promise<string> {
    await this.#ready;
    await mkdir(this.#folder, { recursive: true });
    const id = randomUUID();
    this.#uploads.set(id, { path: join(this.#folder, id), bytes: 0 });
    for (const oldest of [...this.#uploads.keys()].slice(0, -MOST)) await this.remove(oldest);
    return id;
  }

  #known(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (!upload) throw usageProblem('This picture did not come whole', 'Drop it again.');
    return upload;
  }
}

import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';

/** Writes a whole copy of the database, WAL included, as `history-v1-20261005T120000.sqlite`; returns its path. */
export function backUp(database: Database, folder: string, version: number, now: Date = new Date()): string {
  const moment = now.toISOString().split('.')[0]!.replaceAll(/[-:]/g, '');
  const path = join(folder, `history-v${version}-${moment}.sqlite`);
  const temporary = `${path}.part`;
  mkdirSync(folder, { recursive: true });
  rmSync(temporary, { force: true });
  try {
    database.prepare('VACUUM INTO ?').run(temporary);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true }); // a disk that is full should not be left fuller
    throw cause;
  }
  return path;
}

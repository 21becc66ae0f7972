/**
 * A data folder of version 0.1.0 (database version 3) before tasks had kinds of work, recorded by the code of that time
 * (commit f25b097) with what it told of every task, run and grid in it: runs with a baseline, a rival, a grid, one in the
 * trash; tasks in every state; settings older than the choices of precision and of tiles.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Grid } from '../../preload/contract/grid.ts';
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import { temporaryFolder } from './history.fixture.ts';

const RECORDED = new URL('recorded/', import.meta.url);

/** A task as version 3 told it. */
export interface TaskOfVersion3 {
  readonly id: number;
  readonly purpose: 'run' | 'baseline' | 'rival' | 'grid' | 'calibration';
  readonly settings: RunSettings;
  readonly state: string;
  readonly runId: number | null;
}

/** A run as version 3 told it. */
export type RunOfVersion3 = Omit<Run, 'fidelity' | 'doubt'> & {
  readonly psnr: number | null;
  readonly ssim: number | null;
};

export interface ToldByVersion3 {
  readonly tasks: readonly TaskOfVersion3[];
  readonly runs: readonly RunOfVersion3[];
  readonly trash: readonly RunOfVersion3[];
  readonly grid: Pick<Grid, 'group' | 'createdAt' | 'settings' | 'axes'>;
  readonly awaitingFidelity: readonly { readonly id: number }[];
}

/** What the code of that time answered. */
export const TOLD_BY_VERSION_3 = JSON.parse(
  readFileSync(new URL('history-v3.json', RECORDED), 'utf8'),
) as ToldByVersion3;

/** @returns a folder with its database; the pictures are not there. */
export function folderOfVersion3(): string {
  const folder = temporaryFolder();
  const database = gunzipSync(readFileSync(new URL('history-v3.sqlite.gz', RECORDED)));
  writeFileSync(join(folder, 'history.sqlite'), database);
  return folder;
}

import type { Migration } from './migration.ts';
import { runsAndTasks } from './0001-runs-and-tasks.ts';
import { search } from './0002-search.ts';
import { grids } from './0003-grids.ts';

/** In order: a database of version n has had the first n. New ones go last. */
export const MIGRATIONS: readonly Migration[] = [runsAndTasks, search, grids];

import type { Migration } from './migration.ts';
import { runsAndTasks } from './0001-runs-and-tasks.ts';
import { search } from './0002-search.ts';

/** In order: a database of version n has had the first n. New ones go last. */
export const MIGRATIONS: readonly Migration[] = [runsAndTasks, search];

/** Everything the studio remembers, in one data folder. */
import type { TaskStore } from '../compute/task-store.ts';
import { type Calibrations, openCalibrations } from './calibrations.ts';
import { claimFolder } from './files/claim-folder.ts';
import { type DataFolder, prepareDataFolder } from './files/data-folder.ts';
import { type OnStatement, openDatabase } from './store/database.ts';
import { type Grids, openGrids } from './runs/grids.ts';
import { type AddedModels, openModels } from './models.ts';
import { openPictures, type Pictures } from './files/pictures.ts';
import { openPromptStyles, type PromptStyles } from './prompt-styles.ts';
import { openRecentPrompts, type RecentPrompts } from './runs/recent-prompts.ts';
import { openRunMarks, type RunMarks } from './runs/run-marks.ts';
import { openRunTrash, type RunTrash } from './runs/run-trash.ts';
import { openRuns, type Runs } from './runs/runs.ts';
import { openSettings, type StudioSettings } from './settings.ts';
import { storeOf } from './store/store.ts';
import { storedWork } from './store/stored-settings.ts';
import { openStrategies, type SavedStrategies } from './strategies.ts';
import { openTaskStore, voidLeases } from './queue/task-store.ts';
import { openTasks, type Tasks } from './queue/tasks.ts';
import { openThumbnails, type Thumbnails } from './files/thumbnails.ts';

export interface History {
  readonly folder: DataFolder;
  readonly runs: Runs & RunMarks & RunTrash;
  readonly pictures: Pictures;
  readonly thumbnails: Thumbnails;
  readonly tasks: Tasks;
  /** The same tasks, for who does them. */
  readonly queue: TaskStore;
  readonly grids: Grids;
  readonly strategies: SavedStrategies;
  readonly prompts: RecentPrompts;
  readonly styles: PromptStyles;
  readonly settings: StudioSettings;
  readonly models: AddedModels;
  readonly calibrations: Calibrations;
  /** All of the work is kept or none: a run is recorded and its task settled together. Not for work that waits. */
  atomically<T>(work: () => T): T;
  close(): void;
}

export interface HistoryOptions {
  /** Told of every statement before it is run. */
  readonly onStatement?: OnStatement;
}

/** Opens a data folder, made if need be, for this process alone. What ran in another one is for `queue.recover` to put back. */
export function openHistory(path: string, { onStatement }: HistoryOptions = {}): History {
  const folder = prepareDataFolder(path);
  const release = claimFolder(path);
  try {
    const database = openDatabase(folder.database, folder.backups, { onStatement });
    const store = storeOf(database);
    const pictures = openPictures(folder);
    pictures.sweep();
    voidLeases(store);
    const tasks = openTasks(store, storedWork);
    const settings = openSettings(store);
    return {
      folder,
      runs: { ...openRuns(store), ...openRunMarks(store), ...openRunTrash(store, pictures) },
      pictures,
      thumbnails: openThumbnails(folder.cache, pictures),
      tasks,
      queue: openTaskStore(store, tasks),
      grids: openGrids(store),
      strategies: openStrategies(store),
      prompts: openRecentPrompts(store),
      styles: openPromptStyles(settings),
      settings,
      models: openModels(store),
      calibrations: openCalibrations(store),
      atomically: store.atomically,
      close: () => {
        database.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The one folder that everything the studio keeps is in. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../base/make-folder.ts';
import { dataFolder } from '../../base/places.ts';
import { failure } from '../../base/problem.ts';

const PORTABLE_FOLDER = 'heirloom-data';

export interface DataFolder {
  readonly path: string;
  readonly database: string;
  readonly pictures: string;
  readonly trash: string;
  readonly logs: string;
  readonly backups: string;
  /** What was downloaded: a person may put models there as well. */
  readonly models: string;
  /** What can be made again: anyone may delete it at any time. */
  readonly cache: string;
}

/**
 * Where the data is: what `HEIRLOOM_DATA` says, else `heirloom-data` beside the program if there is one (portable), else
 * the platform's place.
 * @param program path of what was started: Electron's executable, or the AppImage it was mounted from.
 */
export function chooseDataFolder(program: string | null, env: NodeJS.ProcessEnv = process.env): string {
  const portable = program === null ? null : portableFolderBeside(program);
  return !env['HEIRLOOM_DATA'] && portable ? portable : dataFolder(env);
}

/** What a person sees as the program: the bundle on macOS, the file they downloaded where it unpacks itself. */
export function programPath(executable: string, env: NodeJS.ProcessEnv = process.env): string {
  const inBundle = executable.indexOf('.app/Contents/');
  const bundle = inBundle > 0 ? executable.slice(0, inBundle + '.app'.length) : null;
  return env['APPIMAGE'] || env['PORTABLE_EXECUTABLE_FILE'] || bundle || executable;
}

function portableFolderBeside(program: string): string | null {
  const folder = join(dirname(program), PORTABLE_FOLDER);
  return existsSync(folder) ? folder : null;
}

/** Makes the folder and those in it. */
export function prepareDataFolder(path: string): DataFolder {
  const folder: DataFolder = {
    path,
    database: join(path, 'history.sqlite'),
    pictures: join(path, 'pictures'),
    trash: join(path, 'trash'),
    logs: join(path, 'logs'),
    backups: join(path, 'backups'),
    models: join(path, 'models'),
    cache: join(path, 'cache'),
  };
  try {
    for (const each of [path, folder.pictures, folder.trash, folder.logs, folder.backups, folder.models]) {
      makeFolder(each);
    }
  } catch (cause) {
    throw failure(
      `${path}: the data folder cannot be made (${cause instanceof Error ? cause.message : String(cause)})`,
      'Give another folder with --data or HEIRLOOM_DATA, or make this one writable.',
      cause,
    );
  }
  return folder;
}

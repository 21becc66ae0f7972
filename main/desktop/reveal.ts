import { shell } from 'electron';
import { z } from 'zod';
import { CHANNEL, STUDIO_FOLDERS, type StudioFolder } from '../../preload/bridge.ts';
import type { DataFolder } from '../history/files/data-folder.ts';
import { join } from 'node:path';
import { pictureId } from '../../preload/contract/run-settings.ts';
import { failure } from '../base/problem.ts';
import type { Pictures } from '../history/files/pictures.ts';
import { onQuestion } from './sender.ts';

const studioFolder = z.enum(STUDIO_FOLDERS);

/** The page names one of the studio's own folders, never a path. */
export function setupReveal({ path, logs }: DataFolder): void {
  const paths: Readonly<Record<StudioFolder, string>> = { data: path, logs };
  onQuestion(CHANNEL.reveal, async (_, message) => {
    const folder = paths[studioFolder.parse(message)];
    const refusal = await shell.openPath(folder);
    if (refusal !== '') throw new Error(`${folder} could not be opened: ${refusal}`);
  });
}

/** The picture's own file among the studio's, chosen in its folder. */
export function setupRevealPicture(pictures: Pick<Pictures, 'locate'>): void {
  onQuestion(CHANNEL.revealPicture, async (_, message) => {
    const found = pictures.locate(pictureId.parse(message));
    if (!found)
      throw failure(
        'This picture is not in the data folder',
        'Was it moved or deleted by hand? Its run can be made again.',
      );
    shell.showItemInFolder(join(found.folder, found.path));
  });
}

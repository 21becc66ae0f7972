import { shell } from 'electron';
import { z } from 'zod';
import { CHANNEL, STUDIO_FOLDERS, type StudioFolder } from '../../preload/bridge.ts';
import type { DataFolder } from '../history/files/data-folder.ts';
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

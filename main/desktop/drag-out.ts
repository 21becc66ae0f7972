import { join } from 'node:path';
import { dialog, nativeImage } from 'electron';
import { z } from 'zod';
import { CHANNEL } from '../../preload/bridge.ts';
import { pictureId } from '../../preload/contract/run-settings.ts';
import { explain } from '../base/explain.ts';
import type { Pictures } from '../history/files/pictures.ts';
import { namedCopy } from './named-copy.ts';
import { onMessage } from './sender.ts';

/** Beside the pointer; larger ones hide where they will land. */
const ICON_PIXELS = 96;

const dragged = z.strictObject({ id: pictureId, name: z.string().regex(/^[\w-]{1,100}\.png$/) });

/** A picture dragged out of the window is its file, with the settings it carries. @param folder for its name meanwhile. */
export function setupDragOut(pictures: Pick<Pictures, 'locate'>, folder: string): void {
  onMessage(CHANNEL.dragPicture, ({ sender }, message) => {
    const told = dragged.safeParse(message);
    const found = told.success ? pictures.locate(told.data.id) : null;
    if (!told.success || !found) return;
    try {
      const file = namedCopy(join(found.folder, found.path), folder, told.data.name);
      sender.startDrag({ file, icon: nativeImage.createFromPath(file).resize({ width: ICON_PIXELS }) });
    } catch (error) {
      const { message, remedy } = explain(error); // the disk may be full: no reason for the program to end
      dialog.showErrorBox(
        'The picture cannot be dragged',
        [message, remedy].filter((each) => each !== null).join('\n\n'),
      );
    }
  });
}

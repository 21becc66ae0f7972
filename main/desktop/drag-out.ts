import { join } from 'node:path';
import { nativeImage } from 'electron';
import { CHANNEL } from '../../preload/bridge.ts';
import { pictureId } from '../../preload/contract/run-settings.ts';
import type { Pictures } from '../history/pictures.ts';
import { onMessage } from './sender.ts';

/** Beside the pointer; larger ones hide where they will land. */
const ICON_PIXELS = 96;

/** A picture dragged out of the window is its file, with the settings it carries. */
export function setupDragOut(pictures: Pick<Pictures, 'locate'>): void {
  onMessage(CHANNEL.dragPicture, ({ sender }, message) => {
    const id = pictureId.safeParse(message);
    const found = id.success ? pictures.locate(id.data) : null;
    if (!found) return;
    const file = join(found.folder, found.path);
    sender.startDrag({ file, icon: nativeImage.createFromPath(file).resize({ width: ICON_PIXELS }) });
  });
}

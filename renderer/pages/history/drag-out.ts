import type { Run } from '../../../preload/contract/task.ts';

/** A run carried within the window: its id. */
export const RUN_TYPE = 'application/x-heirloom-run';

type Carried = Pick<Run, 'id' | 'settings'>;

/** `heirloom-12-seed-4127.png` */
export function fileNameOf({ id, settings }: Carried): string {
  return `heirloom-${id}-seed-${settings.seed}.png`;
}

/** The picture's own file, for a folder or another program; and the run, for a place in this window. */
export function carryPicture(event: DragEvent, run: Carried, url: string): void {
  if (!event.dataTransfer) return;
  event.dataTransfer.effectAllowed = 'copy';
  event.dataTransfer.setData('DownloadURL', `image/png:${fileNameOf(run)}:${url}`);
  event.dataTransfer.setData('text/uri-list', url);
  event.dataTransfer.setData(RUN_TYPE, String(run.id));
}

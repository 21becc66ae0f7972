/** What leaves the window as a file: saved by a click, or dragged out. */
import type { Run } from '../../preload/contract/task.ts';
import type { Host } from './host.ts';

/** Saves a file: a browser keeps it among its downloads; the desktop asks where. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href: url, download: file.name }).click();
  // The click has begun the download by now, but some browsers read the address a moment later.
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}

const REVOKE_MS = 60_000;

/** A run dragged within the window: its id. */
export const RUN_TYPE = 'application/x-heirloom-run';

type DraggedRun = Pick<Run, 'id' | 'settings' | 'picture'>;

/** `heirloom-12-seed-4127.png` */
export function fileNameOf({ id, settings }: Pick<Run, 'id' | 'settings'>): string {
  return `heirloom-${id}-seed-${settings.seed}.png`;
}

/**
 * The picture's own file, for a folder or another program; and the run, for a place in this window. On the desktop the system
 * carries the file from here on; what comes back into this window is a picture with its settings, like any other.
 */
export function dragPicture(event: DragEvent, run: DraggedRun, host: Pick<Host, 'desktop' | 'pictureUrl'>): void {
  if (host.desktop) {
    event.preventDefault();
    host.desktop.dragPicture(run.picture, fileNameOf(run));
    return;
  }
  if (!event.dataTransfer) return;
  const url = host.pictureUrl(run.picture);
  event.dataTransfer.effectAllowed = 'copy';
  event.dataTransfer.setData('DownloadURL', `image/png:${fileNameOf(run)}:${url}`);
  event.dataTransfer.setData('text/uri-list', url);
  event.dataTransfer.setData(RUN_TYPE, String(run.id));
}

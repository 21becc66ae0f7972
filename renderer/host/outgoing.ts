/** What leaves the window: saved as a file, copied, or dragged out. */
import type { Run } from '../../preload/contract/task.ts';
import type { Host } from './host.ts';

/** A picture as it leaves. */
export interface OutgoingPicture {
  readonly picture: string;
  /** Of its file. */
  readonly name: string;
  /** The id of the run that made it; null for a picture from outside. */
  readonly run: number | null;
}

/** Saves a file: a browser keeps it among its downloads; the desktop asks where. */
export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  saveFrom(url, file.name);
  // The click has begun the download by now, but some browsers read the address a moment later.
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}

const REVOKE_MS = 60_000;

/** A run's picture. */
export function outgoingRun(run: Pick<Run, 'id' | 'settings' | 'picture'>): OutgoingPicture {
  return { picture: run.picture, name: fileNameOf(run), run: run.id };
}

/** Saves a picture's own file, with the settings it carries. */
export function savePicture({ picture, name }: OutgoingPicture, host: Pick<Host, 'pictureUrl'>): void {
  saveFrom(host.pictureUrl(picture), name);
}

function saveFrom(url: string, name: string): void {
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
}

/** A page that came over the network without encryption has no clipboard. */
export const CAN_COPY_PICTURES = typeof ClipboardItem !== 'undefined' && globalThis.navigator?.clipboard !== undefined;

/** Copies a picture, so that it can be pasted into another program. */
export async function copyPicture({ picture }: OutgoingPicture, host: Pick<Host, 'pictureUrl'>): Promise<void> {
  const response = await fetch(host.pictureUrl(picture));
  if (!response.ok) throw new Error('The picture is not there any more.');
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': response.blob() })]);
}

/** A run dragged within the window: its id. */
export const RUN_TYPE = 'application/x-heirloom-run';

/** `heirloom-12-seed-4127.png` */
export function fileNameOf({
  id,
  settings,
}: Pick<Run, 'id'> & { readonly settings: Pick<Run['settings'], 'seed'> }): string {
  return `heirloom-${id}-seed-${settings.seed}.png`;
}

/**
 * The picture's own file, for a folder or another program; and the run, for a place in this window. On the desktop the system
 * carries the file from here on; what comes back into this window is a picture with its settings, like any other.
 */
export function dragPicture(
  event: DragEvent,
  { picture, name, run }: OutgoingPicture,
  host: Pick<Host, 'desktop' | 'pictureUrl'>,
): void {
  if (host.desktop) {
    event.preventDefault();
    host.desktop.dragPicture(picture, name);
    return;
  }
  if (!event.dataTransfer) return;
  const url = host.pictureUrl(picture);
  event.dataTransfer.effectAllowed = 'copy';
  event.dataTransfer.setData('DownloadURL', `image/png:${name}:${url}`);
  event.dataTransfer.setData('text/uri-list', url);
  if (run !== null) event.dataTransfer.setData(RUN_TYPE, String(run));
}

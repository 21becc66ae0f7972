/** A picture that is on screen somewhere, and what is known of it: what the viewer, the menu and the commands of pictures are about. */
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import type { OutgoingPicture } from '../host/outgoing.ts';
import { fileNameOf } from '../host/outgoing.ts';
import { nameOf } from '../words/run-in-words.ts';

/** What lists have of a run. */
export type KnownRun = Omit<Run, 'timings' | 'warnings'>;

export interface ShownPicture extends OutgoingPicture {
  /** Tells it from its neighbours: two runs may have made the same picture. */
  readonly key: string;
  /** `CO6 P5†`, or the name of a file. */
  readonly title: string;
  /** null for a picture from outside. */
  readonly known: KnownRun | null;
  readonly settings: Partial<RunSettings> | null;
}

/** A picture in its place: among its neighbours, which may change while one of them is looked at. */
export interface PicturePlace {
  readonly shown: ShownPicture;
  readonly album: () => readonly ShownPicture[];
  /** Reads further neighbours, where not all of them are here. */
  readonly more?: () => void;
}

export function shownRun(run: KnownRun): ShownPicture {
  const { id, picture, settings } = run;
  return { key: `run ${id}`, picture, run: id, name: fileNameOf(run), title: nameOf(run), known: run, settings };
}

/** @param title what it is called on screen. */
export function shownFile(picture: string, title: string, settings: Partial<RunSettings> | null = null): ShownPicture {
  const name = `heirloom-picture-${picture.slice(0, 8)}.png`;
  return { key: picture, picture, run: null, name, title, known: null, settings };
}

/** One that has no neighbours. */
export function filePlace(...of: Parameters<typeof shownFile>): PicturePlace {
  const shown = shownFile(...of);
  return { shown, album: () => [shown] };
}

/** A run among others. */
export function runPlace(run: KnownRun, others: () => readonly KnownRun[] = () => [run]): PicturePlace {
  return { shown: shownRun(run), album: () => others().map(shownRun) };
}

/** Two that are compared. */
export function pairPlace(left: KnownRun, right: KnownRun, side: 'left' | 'right'): PicturePlace {
  return runPlace(side === 'left' ? left : right, () => [left, right]);
}

/** The neighbour at so many steps; null beyond the ends, and where the picture itself is gone. */
export function neighbourOf({ shown, album }: PicturePlace, by: number): ShownPicture | null {
  const pictures = album();
  const at = pictures.findIndex(({ key }) => key === shown.key);
  return at < 0 ? null : (pictures[at + by] ?? null);
}

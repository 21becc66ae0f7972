/** A picture that is on screen somewhere, and what is known of it: what the viewer, the menu and the commands of pictures are about. */
import type { RunSettings } from '../../preload/contract/run-settings.ts';
import type { Run } from '../../preload/contract/task.ts';
import { type OutgoingPicture, outgoingRun } from '../host/outgoing.ts';
import { nameOf } from '../words/run-in-words.ts';

/** What lists have of a run. */
export type KnownRun = Omit<Run, 'timings' | 'warnings'>;

/** A picture that the studio does not keep: it was dropped on the window, and is only looked at. */
export interface OutsidePicture {
  readonly url: string;
  readonly file: File;
}

export interface ShownPicture {
  /** Tells it from its neighbours: two runs may have made the same picture. */
  readonly key: string;
  /** `CO6 P5†`, or the name of a file. */
  readonly title: string;
  readonly kept: OutgoingPicture | null;
  /** null for a picture that is kept. */
  readonly outside: OutsidePicture | null;
  /** null for a picture that no run here made. */
  readonly known: KnownRun | null;
  readonly settings: Partial<RunSettings> | null;
}

/** A menu that a picture has in its place, as one of several that are selected. */
export interface PictureMenu {
  /** What it is about. */
  readonly title: string;
  /** Ids of commands; a line between groups. */
  readonly groups: readonly (readonly string[])[];
}

/** A picture in its place: among its neighbours, which may change while one of them is looked at. */
export interface PicturePlace {
  readonly shown: ShownPicture;
  readonly album: () => readonly ShownPicture[];
  /** Reads further neighbours, where not all of them are here. */
  readonly more?: () => void;
  /** Left out: the menu of any picture. */
  readonly menu?: PictureMenu;
}

export function shownRun(run: KnownRun): ShownPicture {
  const { id, settings } = run;
  return { key: `run ${id}`, kept: outgoingRun(run), outside: null, title: nameOf(run), known: run, settings };
}

/** One that is kept and that no run is known to have made. @param title what it is called on screen. */
export function keptPlace(picture: string, title: string): PicturePlace {
  const kept = { picture, name: `heirloom-picture-${picture.slice(0, 8)}.png`, run: null };
  return alone({ key: picture, kept, outside: null, title, known: null, settings: null });
}

/** One that was dropped on the window. */
export function outsidePlace(outside: OutsidePicture, settings: Partial<RunSettings> | null): PicturePlace {
  return alone({ key: outside.url, kept: null, outside, title: outside.file.name, known: null, settings });
}

function alone(shown: ShownPicture): PicturePlace {
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

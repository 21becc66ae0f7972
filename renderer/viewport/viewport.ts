import type { PictureSize } from '../ui/frame.ts';
import type { Point } from '../ui/geometry.ts';

/** Which part of a picture a pane shows: the same for every pane, so that pictures stay in register. */
export interface View {
  readonly scale: number;
  /** How far the picture's centre is from the pane's, as shares of the pane. */
  readonly x: number;
  readonly y: number;
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 };
/** Points here are shares of the pane, from its centre. */
const CENTRE: Point = { x: 0, y: 0 };
const MAX_SCALE = 32;

/** What a view keeps to. */
export interface Bounds {
  /** Shares of the pane that the whole picture takes. */
  readonly x: number;
  readonly y: number;
  /** The smallest scale: below 1 for a picture that is smaller than the pane. */
  readonly least: number;
}

/** The frame of a pane, whatever the form of what it shows. */
export const PANE: Bounds = { x: 1, y: 1, least: 1 };

export interface Fit extends Bounds {
  /** The scale at which a pixel of the picture is a pixel of the screen. */
  readonly oneToOne: number;
}

/** @param density the screen's pixels for each of the pane's. */
export function fitOf(picture: PictureSize, pane: PictureSize, density: number): Fit {
  const across = picture.width / pane.width;
  const down = picture.height / pane.height;
  const larger = Math.max(across, down);
  const oneToOne = larger / density;
  return { x: across / larger, y: down / larger, least: Math.min(1, oneToOne), oneToOne };
}

/** What is under the point stays under it. */
export function zoom(view: View, factor: number, at: Point = CENTRE, bounds: Bounds = PANE): View {
  const scale = Math.max(bounds.least, Math.min(MAX_SCALE, view.scale * factor));
  const grown = scale / view.scale;
  return within({ scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown }, bounds);
}

export function pan(view: View, by: Point, bounds: Bounds = PANE): View {
  return within({ ...view, x: view.x + by.x, y: view.y + by.y }, bounds);
}

/** Whether more is to be seen than the pane shows. */
export function canPan({ scale }: View, { x, y }: Bounds = PANE): boolean {
  return scale * Math.max(x, y) > 1;
}

/** The pane never looks past the frame that the whole picture had; what is smaller than the pane stays in its middle. */
export function within({ scale, x, y }: View, bounds: Bounds): View {
  const kept = (value: number, share: number) => {
    const most = Math.max(0, (scale * share - 1) / 2);
    return Math.max(-most, Math.min(most, value)) + 0; // no -0
  };
  return { scale, x: kept(x, bounds.x), y: kept(y, bounds.y) };
}

export function transformOf({ scale, x, y }: View): string {
  return `translate(${x * 100}%, ${y * 100}%) scale(${scale})`;
}

const STEP = 0.12;
const FACTOR = 1.25;

/** What a key does to the view; null where the key means something else. */
export function keyed(view: View, key: string, bounds: Bounds = PANE): View | null {
  switch (key) {
    case '+':
    case '=':
      return zoom(view, FACTOR, CENTRE, bounds);
    case '-':
      return zoom(view, 1 / FACTOR, CENTRE, bounds);
    case '0':
      return WHOLE;
    case 'ArrowLeft':
      return pan(view, { x: STEP, y: 0 }, bounds);
    case 'ArrowRight':
      return pan(view, { x: -STEP, y: 0 }, bounds);
    case 'ArrowUp':
      return pan(view, { x: 0, y: STEP }, bounds);
    case 'ArrowDown':
      return pan(view, { x: 0, y: -STEP }, bounds);
    default:
      return null;
  }
}

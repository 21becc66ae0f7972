import type { Point } from '../../ui/geometry.ts';

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

/** What is under the point stays under it. */
export function zoom(view: View, factor: number, at: Point = CENTRE): View {
  const scale = Math.max(1, Math.min(MAX_SCALE, view.scale * factor));
  const grown = scale / view.scale;
  return withinPane({ scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown });
}

export function pan(view: View, by: Point): View {
  return withinPane({ ...view, x: view.x + by.x, y: view.y + by.y });
}

/** The pane never looks past the frame that the whole picture had. */
function withinPane({ scale, x, y }: View): View {
  if (scale === 1) return WHOLE;
  const most = (scale - 1) / 2;
  const within = (value: number) => Math.max(-most, Math.min(most, value));
  return { scale, x: within(x), y: within(y) };
}

export function transformOf({ scale, x, y }: View): string {
  return `translate(${x * 100}%, ${y * 100}%) scale(${scale})`;
}

const STEP = 0.12;
const FACTOR = 1.25;

/** What a key does to the view; null where the key means something else. */
export function keyed(view: View, key: string): View | null {
  switch (key) {
    case '+':
    case '=':
      return zoom(view, FACTOR);
    case '-':
      return zoom(view, 1 / FACTOR);
    case '0':
      return WHOLE;
    case 'ArrowLeft':
      return pan(view, { x: STEP, y: 0 });
    case 'ArrowRight':
      return pan(view, { x: -STEP, y: 0 });
    case 'ArrowUp':
      return pan(view, { x: 0, y: STEP });
    case 'ArrowDown':
      return pan(view, { x: 0, y: -STEP });
    default:
      return null;
  }
}

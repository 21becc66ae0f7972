/** Where a coach mark stands beside its control: in the window, and never over what it must not cover. Pixels throughout. */
import type { Rect } from '../ui/geometry.ts';

export const SIDES = ['right', 'bottom', 'left', 'top'] as const;
export type Side = (typeof SIDES)[number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly side: Side;
  readonly x: number;
  readonly y: number;
  /** Along its edge, where the arrow points at the control. */
  readonly arrow: number;
}

const GAP = 12;
/** Between the mark and the edge of the window. */
const EDGE = 8;
/** The arrow keeps away from round corners. */
const CORNER = 16;

/** The wanted side where there is room, else the first that has; else the wanted one, moved into the window. */
export function placeMark(anchor: Rect, mark: Size, window: Size, wanted: Side, uncovered: readonly Rect[]): Placed {
  const placed = [wanted, ...SIDES.filter((side) => side !== wanted)].flatMap((side) =>
    along(side, anchor, mark, window),
  );
  const fitting = placed.find(
    (each) =>
      isInside(each, mark, window) && ![anchor, ...uncovered].some((rect) => overlap({ ...each, ...mark }, rect)),
  );
  if (fitting) return fitting;
  // Over the control, if need be, or beside what stays free: it can always be pressed.
  const moved = within(placed[0]!, mark, window);
  const aside = uncovered.flatMap(({ x, y, width }) => [
    { ...moved, y: y - mark.height - EDGE },
    { ...moved, x: x + width + EDGE },
  ]);
  const free = [moved, ...aside].find(
    (each) => isInside(each, mark, window) && !uncovered.some((rect) => overlap({ ...each, ...mark }, rect)),
  );
  return free ?? moved;
}

/** On one side of the control: level with its middle, its start, and its end. */
function along(side: Side, anchor: Rect, mark: Size, window: Size): readonly Placed[] {
  const across = side === 'top' || side === 'bottom';
  const [start, length] = across ? [anchor.x, anchor.width] : [anchor.y, anchor.height];
  const [own, room] = across ? [mark.width, window.width] : [mark.height, window.height];
  const beside = {
    right: anchor.x + anchor.width + GAP,
    left: anchor.x - mark.width - GAP,
    bottom: anchor.y + anchor.height + GAP,
    top: anchor.y - mark.height - GAP,
  }[side];
  // Of a control that reaches out of the window, the part in it is pointed at.
  const middle = Math.max(EDGE, Math.min(room - EDGE, start + length / 2));
  return [middle - own / 2, start, start + length - own].map((wanted) => {
    const at = Math.max(EDGE, Math.min(room - own - EDGE, wanted));
    const arrow = Math.max(CORNER, Math.min(own - CORNER, middle - at));
    return across ? { side, x: at, y: beside, arrow } : { side, x: beside, y: at, arrow };
  });
}

function isInside({ x, y }: Placed, { width, height }: Size, window: Size): boolean {
  return x >= EDGE && y >= EDGE && x + width <= window.width - EDGE && y + height <= window.height - EDGE;
}

function within(placed: Placed, mark: Size, window: Size): Placed {
  const x = Math.max(EDGE, Math.min(window.width - mark.width - EDGE, placed.x));
  const y = Math.max(EDGE, Math.min(window.height - mark.height - EDGE, placed.y));
  return { ...placed, x, y };
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

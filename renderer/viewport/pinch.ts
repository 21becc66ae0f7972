import type { PictureSize } from '../ui/frame.ts';
import { centreOf, type Point } from '../ui/geometry.ts';
import { type Bounds, pan, PANE, type View, zoom } from './viewport.ts';

/** Two fingers on a pane, of which one moved; shares of the pane from its centre. */
export interface Pinch {
  readonly still: Point;
  readonly from: Point;
  readonly to: Point;
}

/** What was between the fingers stays between them, as large as they are apart. @param pane its pixels: it may be no square. */
export function pinched(view: View, { still, from, to }: Pinch, pane: PictureSize, bounds: Bounds = PANE): View {
  const apart = (point: Point) => Math.hypot((point.x - still.x) * pane.width, (point.y - still.y) * pane.height);
  const between = (point: Point) => centreOf({ ...still, width: point.x - still.x, height: point.y - still.y });
  const [before, after] = [between(from), between(to)];
  // Fingers that touch each other say nothing of a size.
  const factor = apart(from) < 1 ? 1 : apart(to) / apart(from);
  return pan(zoom(view, factor, before, bounds), { x: after.x - before.x, y: after.y - before.y }, bounds);
}

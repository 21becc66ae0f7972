/** How a start picture comes to the run's size: scaled to cover it, what sticks out cut evenly (`main/pictures/decoder/scale.ts`). */
export interface Pixels {
  readonly width: number;
  readonly height: number;
}

/** A sentence: what becomes of a picture of one size in a run of another. */
export function fitInWords(from: Pixels, to: Pixels): string {
  if (from.width === to.width && from.height === to.height) return `It is ${sizeOf(to)}, as the run is.`;
  const { scale, beside, above } = cutOff(from, to);
  const verb = scale > 1 ? 'Enlarged' : scale < 1 ? 'Shrunk' : 'Taken';
  const scaled = `${verb} from ${sizeOf(from)} to cover ${sizeOf(to)}`;
  if (beside > 0) return `${scaled}; ${pixels(beside)} on the left and on the right are cut off.`;
  return above > 0 ? `${scaled}; ${pixels(above)} at the top and at the bottom are cut off.` : `${scaled}.`;
}

/** Pixels of the run that are lost on the left and on the right, at the top and at the bottom, by another shape. */
export function cutOff(from: Pixels, to: Pixels): { scale: number; beside: number; above: number } {
  const scale = Math.max(to.width / from.width, to.height / from.height);
  const beside = Math.round((from.width * scale - to.width) / 2);
  const above = Math.round((from.height * scale - to.height) / 2);
  return { scale, beside, above };
}

/** The share of a start picture that goes in: what sticks out of the run's size is cut off on both sides. */
export function keptOf(from: Pixels, to: Pixels): Pixels {
  const { scale } = cutOff(from, to);
  return { width: to.width / (from.width * scale), height: to.height / (from.height * scale) };
}

function sizeOf({ width, height }: Pixels): string {
  return `${width}x${height}`;
}

function pixels(count: number): string {
  return `${count} pixel${count === 1 ? '' : 's'}`;
}

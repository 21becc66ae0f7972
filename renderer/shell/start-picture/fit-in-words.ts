/** How a start picture comes to the run's size: scaled to cover it, what sticks out cut evenly (`main/pictures/picture.ts`). */
export interface Pixels {
  readonly width: number;
  readonly height: number;
}

export function fitInWords(from: Pixels, to: Pixels): string {
  if (from.width === to.width && from.height === to.height) return `It is ${sizeOf(to)}, as the run is.`;
  const scale = Math.max(to.width / from.width, to.height / from.height);
  const beside = Math.round((from.width * scale - to.width) / 2);
  const above = Math.round((from.height * scale - to.height) / 2);
  const verb = scale > 1 ? 'Enlarged' : scale < 1 ? 'Shrunk' : 'Taken';
  const scaled = `${verb} from ${sizeOf(from)} to cover ${sizeOf(to)}`;
  if (beside > 0) return `${scaled}; ${pixels(beside)} on the left and on the right are cut off.`;
  return above > 0 ? `${scaled}; ${pixels(above)} at the top and at the bottom are cut off.` : `${scaled}.`;
}

/** The share of a start picture that goes in: what sticks out of the run's size is cut off on both sides. */
export function keptOf(from: Pixels, to: Pixels): Pixels {
  const scale = Math.max(to.width / from.width, to.height / from.height);
  return { width: to.width / (from.width * scale), height: to.height / (from.height * scale) };
}

/** What a strength does to this run. */
export function strengthInWords(steps: number, made: number, calls: number): string {
  if (made === 0) return 'Leaves no step to make: take more steps, or a greater strength.';
  if (made === steps) return `All ${steps} steps are made: hardly anything of the picture is left.`;
  return `The picture is noised, and the last ${made} of ${steps} steps are made: ${calls} calls. Less stays closer to it.`;
}

function sizeOf({ width, height }: Pixels): string {
  return `${width}x${height}`;
}

function pixels(count: number): string {
  return `${count} pixel${count === 1 ? '' : 's'}`;
}

/** Where two pictures differ, and by how much, as a heat map. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, 8 bits. */
  readonly data: Uint8ClampedArray;
}

export interface Difference extends Pixels {
  /** Of the channels' differences, in levels of 255. */
  readonly mean: number;
  readonly largest: number;
}

/** From nothing to the end of the scale: dark, violet, red, amber, white; brightness alone tells them apart too. */
const RAMP = [
  [8, 8, 20],
  [76, 22, 112],
  [182, 48, 88],
  [244, 140, 40],
  [255, 250, 210],
] as const;

/** The difference that reaches the end of the ramp, in levels. */
export const FULL_SCALE = 64;

/** null for pictures of different size, which have no pixels in common. */
export function differenceOf(a: Pixels, b: Pixels, fullScale = FULL_SCALE): Difference | null {
  if (a.width !== b.width || a.height !== b.height) return null;
  const data = new Uint8ClampedArray(a.data.length);
  let sum = 0;
  let largest = 0;
  for (let at = 0; at < data.length; at += 4) {
    const levels = levelsAt(a.data, b.data, at);
    sum += levels;
    largest = Math.max(largest, levels);
    data.set(heat(levels / fullScale), at);
  }
  return { width: a.width, height: a.height, data, mean: sum / (data.length / 4), largest };
}

function levelsAt(a: Uint8ClampedArray, b: Uint8ClampedArray, at: number): number {
  return (Math.abs(a[at]! - b[at]!) + Math.abs(a[at + 1]! - b[at + 1]!) + Math.abs(a[at + 2]! - b[at + 2]!)) / 3;
}

/** RGBA of a share of the scale. */
export function heat(share: number): readonly [number, number, number, number] {
  const at = Math.max(0, Math.min(1, share)) * (RAMP.length - 1);
  const low = Math.min(RAMP.length - 2, Math.floor(at));
  const [from, to] = [RAMP[low]!, RAMP[low + 1]!];
  const mix = (channel: 0 | 1 | 2) => from[channel] + (to[channel] - from[channel]) * (at - low);
  return [mix(0), mix(1), mix(2), 255];
}

export const RAMP_CSS = `linear-gradient(90deg, ${RAMP.map((colour) => `rgb(${colour.join(' ')})`).join(', ')})`;

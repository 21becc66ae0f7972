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
  /** The difference that reaches the end of the ramp, in levels. */
  readonly fullScale: number;
}

/** From nothing to the end of the scale: dark, violet, red, amber, white; brightness alone tells them apart too. */
const RAMP = [
  [8, 8, 20],
  [76, 22, 112],
  [182, 48, 88],
  [244, 140, 40],
  [255, 250, 210],
] as const;

/** Below it even the largest difference is no more than rounding, and stays dark. */
const LEAST_FULL_SCALE = 4;

/** null for pictures of different size, which have no pixels in common. */
export function differenceOf(a: Pixels, b: Pixels): Difference | null {
  if (a.width !== b.width || a.height !== b.height) return null;
  const levels = new Float32Array(a.data.length / 4);
  for (let at = 0; at < levels.length; at += 1) levels[at] = levelsAt(a.data, b.data, at * 4);
  const largest = levels.reduce((most, each) => Math.max(most, each), 0);
  const fullScale = fullScaleFor(largest);
  const data = new Uint8ClampedArray(a.data.length);
  for (const [at, each] of levels.entries()) data.set(heat(each / fullScale), at * 4);
  const mean = levels.reduce((sum, each) => sum + each, 0) / levels.length;
  return { width: a.width, height: a.height, data, mean, largest, fullScale };
}

/** Fitted to what there is to see, in powers of two, so that scales of two comparisons are told apart at a glance. */
export function fullScaleFor(largest: number): number {
  return Math.min(256, Math.max(LEAST_FULL_SCALE, 2 ** Math.ceil(Math.log2(Math.max(largest, 1)))));
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

/** Small pictures for the figure of metrics: one, and the same disturbed. */
import type { RgbImage } from '../../../native-models/image.ts';
import { TorchGenerator } from '../../../native-models/sampling/noise.ts';

const SIDE = 96;
const SUN = { x: 66, y: 30, radius: 15 };
const CHANNELS = 3;

/** A sun over hills. */
export function scene(): RgbImage {
  const pixels = new Uint8Array(CHANNELS * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) pixels.set(colourAt(x, y), CHANNELS * (y * SIDE + x));
  }
  return { width: SIDE, height: SIDE, pixels };
}

function colourAt(x: number, y: number): readonly [number, number, number] {
  if (Math.hypot(x - SUN.x, y - SUN.y) < SUN.radius) return [250, 196, 92];
  const hill = 62 + 9 * Math.sin(x / 11) + 4 * Math.sin(x / 4);
  if (y > hill + 14) return [34, 92, 88];
  if (y > hill) return [58, 128, 112];
  return [70 + y, 118 + y, 190 + Math.round(y / 2)];
}

/**
 * The same with noise on every value, or brighter.
 * @param amount 0: nothing; of noise its standard deviation, of brightness what is added, both of 255.
 */
export function disturbed({ width, height, pixels }: RgbImage, amount: number, kind: 'noise' | 'brighter'): RgbImage {
  const noise = new TorchGenerator(1).randn(pixels.length);
  const clamped = Uint8ClampedArray.from(pixels, (value, i) => value + amount * (kind === 'noise' ? noise[i]! : 1));
  return { width, height, pixels: new Uint8Array(clamped) };
}

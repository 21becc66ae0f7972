import type { RgbImage } from '../../image.ts';

/** Metrics compare pixel by pixel. */
export function requireSameSize(a: RgbImage, b: RgbImage): void {
  if (a.width === b.width && a.height === b.height) return;
  throw new RangeError(`pictures differ in size: ${a.width}x${a.height} and ${b.width}x${b.height}`);
}

import type { RgbImage } from '../image.ts';

/** (3, height, width) in -1..1 to 8-bit RGB, rounded as diffusers' VaeImageProcessor does. */
export function toPixels(chw: Float32Array, width: number, height: number): RgbImage {
  const plane = width * height;
  const pixels = new Uint8Array(plane * 3);
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) {
      const unit = Math.min(1, Math.max(0, chw[channel * plane + i]! / 2 + 0.5));
      pixels[i * 3 + channel] = Math.round(unit * 255);
    }
  }
  return { width, height, pixels };
}

/** 8-bit RGB to (3, height, width) in -1..1. */
export function fromPixels({ width, height, pixels }: RgbImage): Float32Array {
  const plane = width * height;
  const chw = new Float32Array(plane * 3);
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) {
      chw[channel * plane + i] = (pixels[i * 3 + channel]! / 255) * 2 - 1;
    }
  }
  return chw;
}

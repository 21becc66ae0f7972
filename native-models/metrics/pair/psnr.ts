import { requireSameSize, type RgbImage } from '../../image.ts';

/**
 * Peak signal-to-noise ratio in dB over all channels, 10 log10(255^2 / MSE); Infinity for identical pictures. The same number as
 * scikit-image's `peak_signal_noise_ratio(data_range=255)`. @throws RangeError where the sizes differ.
 */
export function psnr(a: RgbImage, b: RgbImage): number {
  requireSameSize(a, b);
  let squared = 0;
  for (let i = 0; i < a.pixels.length; i++) squared += (a.pixels[i]! - b.pixels[i]!) ** 2;
  return 10 * Math.log10((255 ** 2 * a.pixels.length) / squared);
}

import { requireSameSize, type RgbImage } from '../../image.ts';

/** Wang et al. 2004's window, 11x11 with sigma 1.5, and constants. */
export const SSIM_WINDOW = 11;
const SIGMA = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

const GAUSSIAN = gaussian();

/** One channel, row by row. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/**
 * Structural similarity (Wang et al. 2004, "Image quality assessment", Eq. 13), mean over the red, green and blue of all
 * windows that lie within the picture; 1 for identical pictures. The same number as scikit-image's
 * `structural_similarity(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, channel_axis=-1, data_range=255)`.
 */
export function ssim(a: RgbImage, b: RgbImage): number {
  requireSameSize(a, b);
  if (Math.min(a.width, a.height) < SSIM_WINDOW) {
    throw new RangeError(
      `SSIM needs pictures of at least ${SSIM_WINDOW}x${SSIM_WINDOW} pixels, found ${a.width}x${a.height}`,
    );
  }
  const ofChannels = [0, 1, 2].map((channel) => ssimOfPlanes(planeOf(a, channel), planeOf(b, channel)));
  return ofChannels.reduce((sum, value) => sum + value) / ofChannels.length;
}

function ssimOfPlanes(x: Plane, y: Plane): number {
  const [muX, muY] = [windowed(x), windowed(y)];
  const [xx, yy, xy] = [windowed(product(x, x)), windowed(product(y, y)), windowed(product(x, y))];
  let sum = 0;
  for (let i = 0; i < muX.length; i++) {
    const [mx, my] = [muX[i]!, muY[i]!];
    const [varX, varY, cov] = [xx[i]! - mx * mx, yy[i]! - my * my, xy[i]! - mx * my];
    sum += ((2 * mx * my + C1) * (2 * cov + C2)) / ((mx * mx + my * my + C1) * (varX + varY + C2));
  }
  return sum / muX.length;
}

/** Gaussian mean of every window: along the rows, then down the columns. */
function windowed(plane: Plane): Float64Array {
  const along = slide(plane.values, plane.height, plane.width, plane.width, 1);
  const columns = plane.width - SSIM_WINDOW + 1;
  return slide(along, columns, plane.height, 1, columns);
}

/** Windows along each of `lines` lines of `length` values; the results lie as the values did, the line being shorter. */
function slide(values: Float64Array, lines: number, length: number, lineStride: number, stride: number): Float64Array {
  const places = length - SSIM_WINDOW + 1;
  const means = new Float64Array(lines * places);
  const meanLineStride = stride === 1 ? places : 1;
  for (let line = 0; line < lines; line++) {
    for (let place = 0; place < places; place++) {
      const start = line * lineStride + place * stride;
      let mean = 0;
      for (let k = 0; k < SSIM_WINDOW; k++) mean += GAUSSIAN[k]! * values[start + k * stride]!;
      means[line * meanLineStride + place * stride] = mean;
    }
  }
  return means;
}

function planeOf(image: RgbImage, channel: number): Plane {
  const { width, height, pixels } = image;
  return { width, height, values: Float64Array.from({ length: width * height }, (_, i) => pixels[3 * i + channel]!) };
}

function product(a: Plane, b: Plane): Plane {
  return { ...a, values: a.values.map((value, i) => value * b.values[i]!) };
}

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: SSIM_WINDOW }, (_, i) =>
    Math.exp(-((i - (SSIM_WINDOW - 1) / 2) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => weight / sum);
}

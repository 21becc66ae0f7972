import type { RgbImage } from '../image.ts';

/** Latents of one picture: planes of height x width. */
export interface Latents {
  readonly data: Float32Array;
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Red, green and blue in -1..1 from the four latents of SD 1.x, fitted by others
 * (https://discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204).
 */
const SD1 = [
  [0.298, 0.207, 0.208],
  [0.187, 0.286, 0.173],
  [-0.158, 0.189, 0.264],
  [-0.184, -0.271, -0.473],
] as const;
const SD1_SCALE_FACTOR = 8;

/** For any other autoencoder: latents have unit variance, so that two deviations span the range. */
const UNKNOWN_GAIN = 0.5;

/** How many latent pixels the first guess weighs as much as: little, a picture has hundreds. */
const GUESS_WEIGHT = 4;

/**
 * An approximate decoder: each latent pixel through one linear map to RGB, least squares over every picture that was
 * decoded in full, starting from a guess. Microseconds, where the autoencoder takes as long as a denoiser call.
 */
export class PreviewMap {
  readonly #channels: number;
  /** Normal equations: (X^T X) W = X^T Y, where a row of X is a latent pixel and a constant 1. */
  readonly #xx: number[][];
  readonly #xy: number[][];
  /** Sum of squares and number of the latents seen, for their size when clean. */
  #energy = 1;
  #count = 1;
  #map: readonly (readonly number[])[] | null = null;

  constructor(channels: number, scaleFactor: number) {
    this.#channels = channels;
    const guess = channels === SD1.length && scaleFactor === SD1_SCALE_FACTOR ? SD1 : firstThree(channels);
    const size = channels + 1;
    this.#xx = zeros(size, size).map((row, i) => row.with(i, GUESS_WEIGHT));
    this.#xy = zeros(size, 3).map((row, i) => row.map((_, c) => GUESS_WEIGHT * (guess[i]?.[c] ?? 0)));
  }

  /** Takes note of what `latents` were decoded to. */
  learn(latents: Latents, picture: RgbImage): void {
    const target = shrink(picture, latents.width, latents.height);
    for (let i = 0; i < latents.width * latents.height; i++) {
      const x = this.#pixel(latents, i, 1);
      for (let row = 0; row <= this.#channels; row++) {
        for (let column = 0; column <= this.#channels; column++) this.#xx[row]![column]! += x[row]! * x[column]!;
        for (let c = 0; c < 3; c++) this.#xy[row]![c]! += x[row]! * target[i * 3 + c]!;
      }
    }
    this.#energy += energyOf(latents.data);
    this.#count += latents.data.length;
    this.#map = null;
  }

  /** @param maxSide larger latents are thinned out to it. */
  paint(latents: Latents, maxSide: number): RgbImage {
    this.#map ??= solve(this.#xx, this.#xy);
    const step = Math.max(1, Math.ceil(Math.max(latents.width, latents.height) / maxSide));
    const width = Math.ceil(latents.width / step);
    const height = Math.ceil(latents.height / step);
    const pixels = new Uint8Array(width * height * 3);
    const gain = this.#gainFor(latents);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const x = this.#pixel(latents, row * step * latents.width + column * step, gain);
        for (let c = 0; c < 3; c++) {
          const value = x.reduce((sum, x, i) => sum + x * this.#map![i]![c]!, 0);
          pixels[(row * width + column) * 3 + c] = Math.round(255 * Math.min(1, Math.max(0, value / 2 + 0.5)));
        }
      }
    }
    return { width, height, pixels };
  }

  /** Early latents of some schedulers are many times larger than clean ones (by sigma): brought down to their size. */
  #gainFor({ data }: Latents): number {
    const clean = Math.sqrt(this.#energy / this.#count);
    const present = Math.sqrt(energyOf(data) / data.length);
    return present > clean ? clean / present : 1;
  }

  #pixel({ data, width, height }: Latents, i: number, gain: number): number[] {
    const x = Array.from({ length: this.#channels }, (_, channel) => gain * data[channel * width * height + i]!);
    return [...x, 1];
  }
}

function firstThree(channels: number): number[][] {
  return zeros(channels, 3).map((row, i) => row.map((_, c) => (i === Math.min(c, channels - 1) ? UNKNOWN_GAIN : 0)));
}

const zeros = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => Array<number>(columns).fill(0));

const energyOf = (data: Float32Array): number => data.reduce((sum, x) => sum + x * x, 0);

/** Means over the pixels that one latent stands for, in -1..1, three a latent. */
function shrink(picture: RgbImage, width: number, height: number): Float64Array {
  const means = new Float64Array(width * height * 3);
  const [across, down] = [picture.width / width, picture.height / height];
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const to = (Math.floor(y / down) * width + Math.floor(x / across)) * 3;
      for (let c = 0; c < 3; c++) means[to + c]! += picture.pixels[(y * picture.width + x) * 3 + c]!;
    }
  }
  return means.map((sum) => (sum / (across * down) / 255) * 2 - 1);
}

/** Gauss-Jordan with pivoting. `a` is positive definite: the guess is on its diagonal. */
function solve(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  const rows = a.map((row, i) => [...row, ...b[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.reduce((best, row, i) => (i > k && Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const own = rows[k]!.map((value) => value / rows[k]![k]!);
    rows[k] = own;
    for (let i = 0; i < rows.length; i++) {
      const factor = rows[i]![k]!;
      if (i !== k) rows[i] = rows[i]!.map((value, j) => value - factor * own[j]!);
    }
  }
  return rows.map((row) => row.slice(a.length));
}

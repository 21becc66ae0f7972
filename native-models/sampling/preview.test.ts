import type { RgbImage } from '../image.ts';
import { expect, test } from 'vitest';
import { type Latents, PreviewMap } from './preview.ts';

const SIDE = 16;
const SCALE = 4;

/** Numbers that are neither special nor alike, of unit variance and more. */
function latents(seed: number, size = 1): Latents {
  const data = Float32Array.from({ length: 4 * SIDE * SIDE }, (_, i) => size * 1.4 * Math.sin(7.3 * i + seed * i * i));
  return { data, channels: 4, width: SIDE, height: SIDE };
}

/** A decoder that is linear, each latent pixel becoming a square of SCALE x SCALE. */
function decoded({ data }: Latents): RgbImage {
  const width = SIDE * SCALE;
  const pixels = new Uint8Array(width * width * 3);
  for (let i = 0; i < width * width; i++) {
    const at = Math.floor(Math.floor(i / width) / SCALE) * SIDE + Math.floor((i % width) / SCALE);
    const x = (channel: number) => data[channel * SIDE * SIDE + at]!;
    pixels.set([128 + 30 * x(0) - 20 * x(3), 110 + 25 * x(1), 140 - 20 * x(2) + 15 * x(0)].map(Math.round), i * 3);
  }
  return { width, height: width, pixels };
}

function meanError(picture: RgbImage, truth: RgbImage): number {
  let sum = 0;
  for (let i = 0; i < SIDE * SIDE; i++) {
    const corner = Math.floor(i / SIDE) * SCALE * truth.width + (i % SIDE) * SCALE;
    for (let c = 0; c < 3; c++) sum += Math.abs(picture.pixels[i * 3 + c]! - truth.pixels[corner * 3 + c]!);
  }
  return sum / (SIDE * SIDE * 3);
}

test('after one picture, previews of others look like what they are decoded to', () => {
  const map = new PreviewMap(4, SCALE);
  const before = meanError(map.paint(latents(2), 128), decoded(latents(2)));
  map.learn(latents(1), decoded(latents(1)));
  const after = meanError(map.paint(latents(2), 128), decoded(latents(2)));
  expect(before).toBeGreaterThan(10);
  expect(after).toBeLessThan(3);
});

test('latents many times too large, as they are early in some schedules, are brought down', () => {
  const map = new PreviewMap(4, SCALE);
  map.learn(latents(1), decoded(latents(1)));
  const { pixels } = map.paint(latents(2, 14), 128);
  expect(meanError({ width: SIDE, height: SIDE, pixels }, decoded(latents(2)))).toBeLessThan(5);
});

test('large latents are thinned out', () => {
  expect(new PreviewMap(4, SCALE).paint(latents(1), 8)).toMatchObject({ width: 8, height: 8 });
  expect(new PreviewMap(4, SCALE).paint(latents(1), 15)).toMatchObject({ width: 8, height: 8 });
});

test.each([1, 2, 4, 16])('there is a first guess for %i channels', (channels) => {
  const flat: Latents = { data: new Float32Array(channels), channels, width: 1, height: 1 };
  expect([...new PreviewMap(channels, 8).paint(flat, 8).pixels]).toEqual([128, 128, 128]);
});

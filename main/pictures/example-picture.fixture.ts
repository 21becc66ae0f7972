import type { RgbImage } from '../../native-models/image.ts';
import { createCanvas } from '@napi-rs/canvas';

/** A picture that shows scale, colour and edges: a sun over hills, a little different for each seed and column. */
export function examplePicture(size: number, seed: number, index: number): RgbImage {
  const canvas = createCanvas(size, size);
  const context = canvas.getContext('2d');
  context.scale(size / 64, size / 64);
  context.fillStyle = `hsl(${(seed * 47) % 360} 60% 88%)`;
  context.fillRect(0, 0, 64, 64);
  context.fillStyle = `hsl(${40 + index * 3} 95% 60%)`;
  context.beginPath();
  context.arc(44 - (seed % 3) * 10, 20, 11, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = `hsl(${(120 + seed * 31) % 360} 45% 42%)`;
  context.beginPath();
  context.ellipse(18, 66, 34, 26, 0, 0, 2 * Math.PI);
  context.ellipse(56, 68, 30, 18 + index * 0.4, 0, 0, 2 * Math.PI);
  context.fill();
  const { data } = context.getImageData(0, 0, size, size);
  const pixels = new Uint8Array(size * size * 3);
  for (let i = 0; i < size * size; i += 1) pixels.set(data.subarray(4 * i, 4 * i + 3), 3 * i);
  return { width: size, height: size, pixels };
}

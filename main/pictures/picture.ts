/** Pictures of ours: RGB pixels onto canvases and into PNG. Whatever comes from a file goes through decoder/. */
import type { RgbImage } from '../../native-models/image.ts';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { failure } from '../base/problem.ts';

/** Skia draws nothing, silently, on a surface beyond its limits; so what comes out is checked here. */
export const MAX_SIDE = 32_767;

/**
 * An empty, transparent canvas; sides in pixels.
 * @throws Problem beyond {@link MAX_SIDE}, where Skia would draw nothing.
 */
export function canvasOf(width: number, height: number): Canvas {
  if (!(width >= 1 && height >= 1 && width <= MAX_SIDE && height <= MAX_SIDE)) {
    throw failure(`a picture of ${width}x${height} pixels cannot be drawn: at most ${MAX_SIDE} a side`);
  }
  return createCanvas(width, height);
}

/** The picture on a canvas of its own, opaque. */
export function toCanvas({ width, height, pixels }: RgbImage): Canvas {
  const canvas = canvasOf(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const { data } = image;
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    data[to] = pixels[from]!;
    data[to + 1] = pixels[from + 1]!;
    data[to + 2] = pixels[from + 2]!;
    data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** 8-bit RGB pixels as PNG, without any text. */
export function encodePng(image: RgbImage): Buffer {
  return pngOf(toCanvas(image));
}

/**
 * Never canvas.encode('png'): it reads the pixels on another thread, and crashes the process (once in ten runs, canvas
 * 1.0.2) when the canvas is collected before it is done.
 */
export function pngOf(canvas: Canvas): Buffer {
  return canvas.encodeSync('png');
}

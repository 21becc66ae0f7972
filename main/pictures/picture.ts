/** Pictures as files: RGB pixels to and from PNG (and whatever else canvas reads), and fitted to a size. */
import type { RgbImage } from '../../native-models/image.ts';
import { readFile } from 'node:fs/promises';
import type { Canvas, Image } from '@napi-rs/canvas';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { failure, usageProblem } from '../base/problem.ts';

/** Skia draws nothing, silently, on a surface beyond its limits; so what comes out is checked here. */
export const MAX_SIDE = 32_767;
/** No ringing that one would see at this size. WebP would be a third smaller and keep the main process twenty times longer. */
const THUMBNAIL_QUALITY = 88;

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
export function toCanvas(image: RgbImage): Canvas {
  const canvas = canvasOf(image.width, image.height);
  const context = canvas.getContext('2d');
  const data = context.createImageData(image.width, image.height);
  for (let from = 0, to = 0; from < image.pixels.length; from += 3, to += 4) {
    data.data.set(image.pixels.subarray(from, from + 3), to);
    data.data[to + 3] = 255;
  }
  context.putImageData(data, 0, 0);
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

function pixelsOf(canvas: Canvas): RgbImage {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) pixels.set(data.subarray(from, from + 3), to);
  return { width, height, pixels };
}

/**
 * Any format that canvas reads; transparent parts come out white.
 * @param where what messages call it.
 * @throws Problem where it is no picture.
 */
export async function decodePicture(bytes: Buffer, where: string): Promise<RgbImage> {
  const image = await decode(bytes, where);
  const canvas = canvasOf(image.width, image.height);
  paintOnWhite(canvas, image, 0, 0, image.width, image.height);
  return pixelsOf(canvas);
}

/** The picture at `path` scaled to cover `width` x `height`, what sticks out cut evenly. */
export async function readFitted(path: string, width: number, height: number): Promise<RgbImage> {
  return coverWith(await decode(await readBytes(path), path), width, height);
}

/** A picture scaled to cover `width` x `height`, what sticks out cut evenly; one of that size stays as it is. */
export function fitted(image: RgbImage, width: number, height: number): RgbImage {
  return image.width === width && image.height === height ? image : coverWith(toCanvas(image), width, height);
}

function coverWith(image: Image | Canvas, width: number, height: number): RgbImage {
  const canvas = canvasOf(width, height);
  const scale = Math.max(width / image.width, height / image.height);
  const [w, h] = [image.width * scale, image.height * scale];
  paintOnWhite(canvas, halvedTo(image, w, h), (width - w) / 2, (height - h) / 2, w, h);
  return pixelsOf(canvas);
}

/** A JPEG of the picture, small enough for a list: `side` pixels at the longer side, or the picture's own size if less. */
export async function thumbnailOf(bytes: Buffer, side: number, where: string): Promise<Buffer> {
  const image = await decode(bytes, where); // on a thread of its own: what follows takes a few milliseconds
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((each) => Math.max(1, Math.round(each * scale))) as [
    number,
    number,
  ];
  const canvas = canvasOf(width, height);
  // Halved picture by picture in Skia itself: 2 ms for 1024x1024 pixels, 20 for 4096x4096.
  paintOnWhite(canvas, image, 0, 0, width, height, 'medium');
  return canvas.encodeSync('jpeg', THUMBNAIL_QUALITY);
}

/** Skia's filter looks at 4x4 pixels: a picture shrunk by more than half in one go would flicker with what it missed. */
function halvedTo(image: Image | Canvas, width: number, height: number): Image | Canvas {
  if (image.width < 2 * width || image.height < 2 * height) return image;
  const half = canvasOf(Math.ceil(image.width / 2), Math.ceil(image.height / 2));
  paintOnWhite(half, image, 0, 0, half.width, half.height);
  return halvedTo(half, width, height);
}

/** Transparent parts come out white. */
function paintOnWhite(
  canvas: Canvas,
  image: Image | Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  quality: 'medium' | 'high' = 'high',
): void {
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  // At its own size a picture is copied: the filter would soften even that.
  context.imageSmoothingEnabled = width !== image.width || height !== image.height;
  context.imageSmoothingQuality = quality;
  context.drawImage(image, x, y, width, height);
}

async function decode(bytes: Buffer, where: string): Promise<Image> {
  try {
    return await loadImage(bytes);
  } catch (cause) {
    throw usageProblem(`${where}: not a picture that can be read`, 'Give a PNG, JPEG, WebP or GIF file.', cause);
  }
}

/**
 * A file of a person's.
 * @throws Problem, as their mistake, where it cannot be read.
 */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw usageProblem(`${path}: cannot be read (${codeOf(cause)})`, 'Check the path.', cause);
  }
}

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? String(cause);
}

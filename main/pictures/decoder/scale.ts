/** Pictures drawn onto canvases: on white, at their own size or another. */
import type { Canvas, Image } from '@napi-rs/canvas';
import type { RgbImage } from '../../../native-models/image.ts';
import { canvasOf } from '../picture.ts';

/** Rows that are read off a canvas at a time: its bytes are four a pixel, and a large picture's would lie there twice. */
const ROWS = 64;

/** The picture at its own size. */
export function onWhite(image: Image): Canvas {
  const canvas = canvasOf(image.width, image.height);
  paintOnWhite(canvas, image, 0, 0, image.width, image.height);
  return canvas;
}

/** Scaled to cover `width` x `height`, what sticks out cut evenly; one of that size is copied. */
export function covering(image: Image, width: number, height: number): Canvas {
  const canvas = canvasOf(width, height);
  const scale = Math.max(width / image.width, height / image.height);
  const [w, h] = [image.width * scale, image.height * scale];
  paintOnWhite(canvas, halvedTo(image, w, h), (width - w) / 2, (height - h) / 2, w, h);
  return canvas;
}

/** With `side` pixels at the longer side, or its own size if less. */
export function scaledDown(image: Image, side: number): Canvas {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const sideOf = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  const canvas = canvasOf(sideOf(image.width), sideOf(image.height));
  // Halved picture by picture in Skia itself: 2 ms for 1024x1024 pixels, 20 for 4096x4096.
  paintOnWhite(canvas, image, 0, 0, canvas.width, canvas.height, 'medium');
  return canvas;
}

/** RGB of an opaque canvas. */
export function pixelsOf(canvas: Canvas): RgbImage {
  const { width, height } = canvas;
  const context = canvas.getContext('2d');
  const pixels = new Uint8Array(width * height * 3);
  let to = 0;
  for (let top = 0; top < height; top += ROWS) {
    const { data } = context.getImageData(0, top, width, Math.min(ROWS, height - top));
    for (let from = 0; from < data.length; from += 4, to += 3) {
      pixels[to] = data[from]!;
      pixels[to + 1] = data[from + 1]!;
      pixels[to + 2] = data[from + 2]!;
    }
  }
  return { width, height, pixels };
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

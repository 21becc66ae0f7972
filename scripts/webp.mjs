// Pictures of the documents as WebP. Run on files (`node scripts/webp.mjs docs/images/*.png`) it puts a .webp in the place of each.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Text stays as sharp as it was: beyond this quality the encoder keeps the colours' own edges too. */
const QUALITY = 90;

/** A picture's bytes, of any format that the canvas reads, as WebP. */
export async function webpOf(picture) {
  const image = await loadImage(picture);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return await canvas.encode('webp', QUALITY);
}

if (process.argv[1] === import.meta.filename) {
  for (const path of process.argv.slice(2)) {
    writeFileSync(path.replace(/\.\w+$/, '.webp'), await webpOf(readFileSync(path)));
    rmSync(path);
  }
}

import type { RgbImage } from '../../native-models/image.ts';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { examplePicture } from './example-picture.fixture.ts';
import { decodePicture, encodePng, readFitted } from './picture.ts';

const at = ({ width, pixels }: RgbImage, x: number, y: number) => [
  ...pixels.subarray(3 * (y * width + x)).subarray(0, 3),
];

/** Left half red, right half blue, the middle of each half's top transparent. */
async function twoHalves(): Promise<string> {
  const canvas = createCanvas(400, 100);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f00';
  context.fillRect(0, 0, 200, 100);
  context.fillStyle = '#00f';
  context.fillRect(200, 0, 200, 100);
  context.clearRect(0, 0, 400, 20);
  const path = join(await mkdtemp(join(tmpdir(), 'heirloom-picture-')), 'halves.png');
  await writeFile(path, canvas.toBuffer('image/png'));
  return path;
}

describe('pictures', () => {
  it('are the same after a file, to the bit', async () => {
    const picture = examplePicture(64, 3, 1);
    expect(await decodePicture(encodePng(picture), 'test')).toEqual(picture);
  });

  it('that start another are cut to its shape around the middle, transparency white', async () => {
    const fitted = await readFitted(await twoHalves(), 48, 48);
    expect([fitted.width, fitted.height]).toEqual([48, 48]);
    expect(at(fitted, 4, 40)).toEqual([255, 0, 0]);
    expect(at(fitted, 43, 40)).toEqual([0, 0, 255]);
    expect(at(fitted, 4, 4)).toEqual([255, 255, 255]);
  });

  it('that cannot be read are refused by name', async () => {
    await expect(readFitted('no-such-file.png', 8, 8)).rejects.toThrow('no-such-file.png: cannot be read (ENOENT)');
    await expect(decodePicture(Buffer.from('no picture'), 'notes.txt')).rejects.toThrow('notes.txt: not a picture');
  });
});

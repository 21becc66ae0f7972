import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../../../native-models/image.ts';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import { examplePicture } from '../example-picture.fixture.ts';
import { encodePng } from '../picture.ts';
import { withTexts } from '../png-text.ts';
import { decoder } from './decoder.ts';

const at = ({ width, pixels }: RgbImage, x: number, y: number) => [
  ...pixels.subarray(3 * (y * width + x)).subarray(0, 3),
];

/** Left half red, right half blue, their tops transparent. */
function twoHalves(): Buffer {
  const canvas = createCanvas(400, 100);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f00';
  context.fillRect(0, 0, 200, 100);
  context.fillStyle = '#00f';
  context.fillRect(200, 0, 200, 100);
  context.clearRect(0, 0, 400, 20);
  return canvas.toBuffer('image/png');
}

async function fileOf(bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), 'halves.png');
  await writeFile(path, bytes);
  return path;
}

describe('pictures', () => {
  it('are decoded without their texts, of which Skia would make minutes', async () => {
    const picture = examplePicture(64, 3, 1);
    const text = 'x'.repeat(30e6);
    const file = withTexts(encodePng(picture), [{ keyword: 'heirloom-init-image', text, encoding: 'latin1' }]);
    expect(await decoder.pixels(file, 'test')).toEqual(picture);
  });

  it('are the same after a file, to the bit', async () => {
    const picture = examplePicture(64, 3, 1);
    expect(await decoder.pixels(encodePng(picture), 'test')).toEqual(picture);
    expect(await decoder.png(encodePng(picture), 'test')).toEqual(encodePng(picture));
    expect(await decoder.fitted(encodePng(picture), { width: 64, height: 64 }, 'test')).toMatchObject({
      image: picture,
    });
  });

  it('that start another are cut to its shape around the middle, transparency white', async () => {
    for (const source of [twoHalves(), await fileOf(twoHalves())]) {
      const { image: fitted, from } = await decoder.fitted(source, { width: 48, height: 48 }, 'halves');
      expect(from).toEqual({ width: 400, height: 100 });
      expect([fitted.width, fitted.height]).toEqual([48, 48]);
      expect(at(fitted, 4, 40)).toEqual([255, 0, 0]);
      expect(at(fitted, 43, 40)).toEqual([0, 0, 255]);
      expect(at(fitted, 4, 4)).toEqual([255, 255, 255]);
    }
  });

  it('tell their size, and leave nothing behind', async () => {
    const folder = await temporaryFolder();
    vi.stubEnv('TMPDIR', folder);
    expect(await decoder.sizeOf(twoHalves(), 'halves')).toEqual({ width: 400, height: 100 });
    expect((await decoder.thumbnail(twoHalves(), 40, 'halves')).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    await expect(decoder.png(Buffer.alloc(0), 'nothing')).rejects.toThrow('the file is empty');
    expect(readdirSync(folder)).toEqual([]);
    vi.unstubAllEnvs();
  });

  it('that cannot be read are refused by name', async () => {
    const missing = 'no-such-file.png';
    await expect(decoder.fitted(missing, { width: 8, height: 8 }, missing)).rejects.toThrow(
      'no-such-file.png: cannot be read (ENOENT)',
    );
    await expect(decoder.pixels(tmpdir(), 'here')).rejects.toThrow('here: cannot be read: it is no file');
    await expect(decoder.pixels(Buffer.from('no picture'), 'notes.txt')).rejects.toThrow(
      'notes.txt: not a picture that can be read: it seems to be text',
    );
  });
});

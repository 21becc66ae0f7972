import { afterAll, describe, expect, test } from 'vitest';
import { isAlive } from '../../compute/engine.fixture.ts';
import { PNG_SIGNATURE } from '../png-text.ts';
import { blackPng, bombPng, changed, chunk, disagreeingWebp, header, png, shortPng } from '../probe/hostile.fixture.ts';
import { PIL_PICTURES, pilFile } from '../probe/pil-pictures.fixture.ts';
import { PictureDecoder } from './picture-decoder.ts';

const decoder = new PictureDecoder();
afterAll(() => decoder.rest());

/** Lossy formats leave room for rounding; so does white behind what is half transparent. */
const NEAR = 2;

describe('what PIL reads', () => {
  test.each(PIL_PICTURES)('$name, pixel by pixel', async ({ name, file, width, height, exact, rgb }) => {
    const read = await decoder.pixels(file, name);
    expect([read.width, read.height]).toEqual([width, height]);
    const farthest = Math.max(...read.pixels.map((value, i) => Math.abs(value - rgb[i]!)));
    expect(farthest).toBeLessThanOrEqual(exact ? 0 : NEAR);
  });

  test('one that is interlaced is whole when all of its seven passes are', async () => {
    // 5x3 pixels by Adam7: passes of 1, 1, 0, 1, 3, 2x2 and 5 pixels, seven rows in all, each with a byte for its filter.
    const interlaced = (bytes: number) => changed(shortPng(bytes), 16, [...header(5, 3, 8, 2, 1)]);
    const repaired = (file: Buffer) =>
      Buffer.concat([PNG_SIGNATURE, chunk('IHDR', file.subarray(16, 29)), file.subarray(33)]);
    expect(await decoder.sizeOf(repaired(interlaced(15 * 3 + 7)), 'x')).toEqual({ width: 5, height: 3 });
    await expect(decoder.sizeOf(repaired(interlaced(15 * 3 + 6)), 'x')).rejects.toThrow('its pixels end too early');
  });
});

describe('what harms', () => {
  const [jpeg, webp] = [pilFile('rgb.jpg'), pilFile('lossy.webp')];
  test.each([
    ['the signature of a PNG', PNG_SIGNATURE],
    ['a PNG that is cut in its pixels', shortPng(51)],
    ['a PNG without pixels that fit', png(chunk('IHDR', header(4, 4)), chunk('IDAT', Buffer.alloc(100, 0x55)))],
    ['a PNG of 12000x12000', blackPng(12_000, 12_000)],
    ['a JPEG that is cut', jpeg.subarray(0, jpeg.length - 20)],
    ['a WebP whose headers disagree', disagreeingWebp()],
    ['a WebP that is cut', webp.subarray(0, webp.length - 20)],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>')],
    ['a BMP', Buffer.from('BM\x36\x10\0\0\0\0\0\0\x36\0\0\0', 'latin1')],
    ['nothing', Buffer.alloc(0)],
  ])('%s is refused, and the process lives', async (_, file) => {
    await decoder.sizeOf(pilFile('rgb.png'), 'before');
    const pid = decoder.pid!;
    for (const asked of [decoder.sizeOf(file, 'x'), decoder.png(file, 'x'), decoder.thumbnail(file, 8, 'x')]) {
      await expect(asked).rejects.toThrow(/^x: (not a picture that can be read|12000x12000 pixels)/);
    }
    expect([decoder.pid, isAlive(pid)]).toEqual([pid, true]);
  });

  test('pixels that inflate to more than the size takes are looked at no further', async () => {
    expect(await decoder.sizeOf(bombPng(), 'bomb')).toEqual({ width: 4, height: 4 });
  });

  test('the largest picture that is taken is read within the bounds', async () => {
    expect(await decoder.sizeOf(blackPng(8192, 8192), 'large')).toEqual({ width: 8192, height: 8192 });
    expect((await decoder.fitted(blackPng(8192, 8192), { width: 16, height: 8 }, 'large')).image.pixels).toEqual(
      new Uint8Array(16 * 8 * 3),
    );
  });

  test('whatever byte of a picture is changed, it is read or refused', async () => {
    for (const { name, file } of PIL_PICTURES) {
      for (let at = 8; at < file.length; at += 23) {
        const read = decoder.sizeOf(changed(file, at, [file[at]! ^ 0xff]), name);
        const outcome = await read.then(
          () => 'read',
          (error: Error) => error.name,
        );
        expect(['read', 'Problem']).toContain(outcome);
      }
    }
  });
});

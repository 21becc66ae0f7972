import { describe, expect, test } from 'vitest';
import { Problem } from '../../base/problem.ts';
import { PNG_SIGNATURE } from '../png-text.ts';
import { blackPng, changed, chunk, disagreeingWebp, header, png } from './hostile.fixture.ts';
import { PICTURE_LIMITS } from './limits.ts';
import { PIL_PICTURES, pilFile } from './pil-pictures.fixture.ts';
import { probePicture } from './probe.ts';

const RUBBISH = Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 89 + (i >> 3) * 37) % 251));
const idat = chunk('IDAT', Buffer.from([0x78, 0x9c, 3, 0, 0, 0, 0, 1]));
const ihdr = (...sides: Parameters<typeof header>) => chunk('IHDR', header(...sides));

function refusal(file: Buffer): string {
  try {
    return JSON.stringify(probePicture(file, 'x'));
  } catch (error) {
    if (error instanceof Problem && error.remedy) return error.message;
    throw error;
  }
}

test.each(PIL_PICTURES)('$name has the format and the size that PIL says', ({ file, format, width, height }) => {
  expect(probePicture(file, 'x')).toEqual({ format, width, height });
});

test.each(PIL_PICTURES)('$name, cut anywhere, is refused in words and never read beyond its end', ({ name, file }) => {
  // A PNG is whole when its IEND begins, a JPEG when its end is there; what follows is not needed.
  const needed = file.length - (name.endsWith('.png') ? 4 : name.endsWith('.gif') ? 200 : 0);
  for (let length = 0; length < needed; length += 1) {
    expect(refusal(file.subarray(0, length)), String(length)).toMatch(/^x: not a picture that can be read: /);
  }
});

test.each(PIL_PICTURES)('$name with any byte changed is read or refused, and nothing else happens', ({ file }) => {
  for (let at = 0; at < file.length; at += 1) {
    for (const value of [0, 0x7f, 0xff]) expect(refusal(changed(file, at, [value]))).toBeTypeOf('string');
  }
});

test.each([
  ['PNG', PNG_SIGNATURE],
  ['JPEG', Buffer.from([0xff, 0xd8, 0xff])],
  ['GIF', Buffer.from('GIF89a')],
  ['WebP', Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')],
  ['AVIF', Buffer.from('\0\0\0\x14ftypavif\0\0\0\0avif', 'latin1')],
] as const)('the signature of %s alone, or with rubbish behind it, is no picture', (format, signature) => {
  for (const file of [signature, Buffer.concat([signature, RUBBISH]), Buffer.concat([signature, Buffer.alloc(64)])]) {
    expect(refusal(file)).toMatch(new RegExp(`^x: not a picture that can be read: a ${format} file, but `));
  }
});

describe('a PNG', () => {
  test.each([
    ['a header of 14 bytes', png(chunk('IHDR', Buffer.alloc(14)), idat), 'header of 13 bytes'],
    ['a header that says that it is longer', png(chunk('IHDR', header(4, 4), 2 ** 31), idat), 'header of 13 bytes'],
    ['no header', png(idat), 'header of 13 bytes'],
    ['no pixels', png(ihdr(4, 4)), 'no pixels'],
    ['empty pixels', png(ihdr(4, 4), chunk('IDAT', Buffer.alloc(0))), 'no pixels'],
    ['a width of 0', png(ihdr(0, 4), idat), '0x4 pixels'],
    ['a height of 0', png(ihdr(4, 0), idat), '4x0 pixels'],
    ['3 bits of depth', png(ihdr(4, 4, 3, 0), idat), 'does not exist'],
    ['16 bits of palette', png(ihdr(4, 4, 16, 3), idat), 'does not exist'],
    ['colour type 5', png(ihdr(4, 4, 8, 5), idat), 'does not exist'],
    ['an interlacing of 2', png(ihdr(4, 4, 8, 2, 2), idat), 'does not exist'],
    ['no palette', png(ihdr(4, 4, 8, 3), idat), 'palette'],
    ['two headers', png(ihdr(4, 4), ihdr(9000, 9000), idat), 'two headers'],
    ['a chunk beyond its end', png(ihdr(4, 4), chunk('IDAT', Buffer.alloc(8), 2 ** 32 - 1)), 'within a chunk'],
    ['no end', Buffer.concat([PNG_SIGNATURE, ihdr(4, 4), idat]), 'too early'],
    [
      'endless chunks',
      png(ihdr(4, 4), Buffer.alloc(12 * 131_073, chunk('tIME', Buffer.alloc(0)))),
      'more than 131,072',
    ],
  ])('with %s is refused', (_, file, words) => {
    expect(refusal(file)).toMatch(new RegExp(`^x: not a picture that can be read: a PNG file, but .*(${words})`));
  });

  test('of 12000x12000 pixels in 18 KB is too large, as is one that is too wide', () => {
    expect(refusal(blackPng(12_000, 12_000))).toBe(
      'x: 12000x12000 pixels are too many: pictures are read up to 67 million pixels and 32,767 a side',
    );
    expect(refusal(blackPng(40_000, 1))).toContain('40000x1 pixels are too many');
    expect(probePicture(blackPng(8192, 8192), 'x')).toMatchObject({ width: 8192, height: 8192 });
  });

  test('whose file is larger than any is refused by that', () => {
    expect(refusal(Buffer.alloc(PICTURE_LIMITS.bytes + 1))).toBe(
      'x: the file has 134 MB, and pictures are read up to 134 MB',
    );
  });
});

describe('a JPEG', () => {
  const jpeg = pilFile('rgb.jpg');
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  test.each([
    ['without its end', jpeg.subarray(0, jpeg.length - 2), 'cut off'],
    ['without a frame header', changed(jpeg, frame + 1, [0xe9]), 'no frame header'],
    [
      'with two',
      Buffer.concat([jpeg.subarray(0, frame), jpeg.subarray(frame, frame + 19), jpeg.subarray(frame)]),
      'two frame',
    ],
    ['of lossless coding', changed(jpeg, frame + 1, [0xc3]), 'special uses'],
    ['of arithmetic coding', changed(jpeg, frame + 1, [0xc9]), 'special uses'],
    ['of 12 bits', changed(jpeg, frame + 4, [12]), '12 bits'],
    ['of no height', changed(jpeg, frame + 5, [0, 0]), '19x0'],
    ['of two channels', changed(jpeg, frame + 9, [2]), 'contradicts itself'],
    ['with a segment of length 0', changed(jpeg, 4, [0, 0]), 'longer than the file'],
    ['with a segment beyond its end', changed(jpeg, 4, [0xff, 0xff]), 'longer than the file'],
  ])('%s is refused', (_, file, words) => {
    expect(refusal(file)).toMatch(new RegExp(`a JPEG file, but .*${words}`));
  });
});

describe('others', () => {
  const gif = pilFile('palette.gif');
  const descriptor = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0]));
  test.each([
    ['a GIF with a frame beyond its screen', changed(gif, descriptor + 5, [20, 0]), 'sticks out of its 19x11'],
    ['a GIF with a frame outside its screen', changed(gif, descriptor + 1, [1, 0]), 'sticks out'],
    ['a GIF without a screen', changed(gif, 6, [0, 0]), '0x11'],
    ['a GIF in a code of 40 bits', changed(gif, descriptor + 10, [40]), 'no code of GIF'],
    ['a GIF that ends at once', changed(gif, descriptor, [0x3b]), 'no picture'],
    ['a WebP whose headers disagree', disagreeingWebp(), '4096x4096, and its pixels are 19x11'],
    ['a WebP that says that it is longer', changed(pilFile('lossy.webp'), 4, [0xff, 0xff, 0xff]), 'cut off'],
    ['a WebP without a key frame', changed(pilFile('lossy.webp'), 20, [1]), 'key frame'],
    ['a WebP of another lossless form', changed(pilFile('lossless.webp'), 20, [0x2e]), 'lossless header'],
    ['an AVIF without a size', changed(pilFile('rgb.avif'), pilFile('rgb.avif').indexOf('ispe'), [0x78]), 'size'],
  ])('%s is refused', (_, file, words) => {
    expect(refusal(file)).toContain(words);
  });
});

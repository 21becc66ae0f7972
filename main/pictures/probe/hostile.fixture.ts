/** Files that are meant to harm whoever decodes them, by name; each is of a kind of hostile.md's. */
import { crc32, deflateSync } from 'node:zlib';
import { PNG_SIGNATURE } from '../png-text.ts';
import { pilFile } from './pil-pictures.fixture.ts';

/** A chunk as the standard says, unless told another length. */
export function chunk(type: string, data: Uint8Array, length = data.length): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** The 13 bytes of a PNG's header. */
export function header(width: number, height: number, depth = 8, colourType = 2, interlace = 0): Buffer {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes.set([depth, colourType, 0, 0, interlace], 8);
  return bytes;
}

/** A PNG of these chunks, ended. */
export function png(...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([PNG_SIGNATURE, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/** All black, one bit a pixel. */
export function blackPng(width: number, height: number): Buffer {
  return png(
    chunk('IHDR', header(width, height, 1, 0)),
    chunk('IDAT', deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))))),
  );
}

/** 4x4, and its pixels' data inflates to 300 MB more than that takes. */
export function bombPng(): Buffer {
  return png(chunk('IHDR', header(4, 4)), chunk('IDAT', deflateSync(Buffer.alloc(300e6), { level: 9 })));
}

/** `file` with the bytes at `at` changed. */
export function changed(file: Buffer, at: number, bytes: readonly number[]): Buffer {
  const copy = Buffer.from(file);
  copy.set(bytes, at);
  return copy;
}

/** @param inflated how much of its pixels it has, of 4 rows of 13 bytes. */
export function shortPng(inflated: number): Buffer {
  return png(chunk('IHDR', header(4, 4)), chunk('IDAT', deflateSync(Buffer.alloc(inflated))));
}

/** A lossy WebP behind an extended header that says another size. */
export function disagreeingWebp(): Buffer {
  const inner = pilFile('lossy.webp').subarray(12);
  const extended = Buffer.alloc(18);
  extended.write('VP8X', 'latin1');
  extended.writeUInt32LE(10, 4);
  extended.writeUIntLE(4095, 12, 3);
  extended.writeUIntLE(4095, 15, 3);
  const riff = Buffer.alloc(12);
  riff.write('RIFF', 'latin1');
  riff.writeUInt32LE(4 + extended.length + inner.length, 4);
  riff.write('WEBP', 8, 'latin1');
  return Buffer.concat([riff, extended, inner]);
}

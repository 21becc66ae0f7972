import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exifTexts } from './exif-texts.ts';

/** A first IFD of these entries, big-endian, and what lies after it. */
function block(
  entries: readonly (readonly [tag: number, type: number, count: number, value: number])[],
  rest = '',
): Buffer {
  const head = Buffer.from('MM\0*\0\0\0\x08', 'latin1');
  const ifd = Buffer.alloc(2 + 12 * entries.length + 4);
  ifd.writeUInt16BE(entries.length, 0);
  for (const [n, [tag, type, count, value]] of entries.entries()) {
    ifd.writeUInt16BE(tag, 2 + 12 * n);
    ifd.writeUInt16BE(type, 4 + 12 * n);
    ifd.writeUInt32BE(count, 6 + 12 * n);
    ifd.writeUInt32BE(value, 10 + 12 * n);
  }
  return Buffer.concat([head, ifd, Buffer.from(rest, 'latin1')]);
}

const DESCRIPTION = 0x010e;
const AFTER = 8 + 2 + 12 + 4;

test('a value of four bytes stands in its entry, a longer one where that says', () => {
  expect([...exifTexts(block([[DESCRIPTION, 2, 4, 0x666f7800]]))]).toEqual([['ImageDescription', 'fox']]);
  expect([...exifTexts(block([[DESCRIPTION, 2, 6, AFTER]], 'a fox\0'))]).toEqual([['ImageDescription', 'a fox']]);
});

test.each([
  ['longer than the block', [[DESCRIPTION, 2, 0xffffffff, AFTER]]],
  ['beyond the block', [[DESCRIPTION, 2, 6, 0xfffffff0]]],
  ['of no type', [[DESCRIPTION, 99, 6, AFTER]]],
  ['of nothing', [[DESCRIPTION, 2, 0, AFTER]]],
  ['in an IFD that is itself', [[0x8769, 4, 1, 8]]],
  ['in an IFD beyond the block', [[0x8769, 4, 1, 0xffffffff]]],
] as const)('a value %s is none', (_, entries) => {
  expect(exifTexts(block(entries, 'a fox\0')).size).toBe(0);
});

test('a block of nothing but entries, all of the same long value, is read once', () => {
  const entries = Array.from({ length: 65_535 }, () => [DESCRIPTION, 2, 1_000_000, 800_000] as const);
  expect(exifTexts(block(entries, 'x'.repeat(2_000_000))).get('ImageDescription')).toHaveLength(1_000_000);
});

test('a block that is cut off anywhere, or of any bytes, gives no error', () => {
  const file = readFileSync(new URL('programs/samples/comment-unicode-be.jpg', import.meta.url));
  const whole = file.subarray(file.indexOf('Exif\0\0'));
  for (let length = 0; length < whole.length; length += 1) exifTexts(whole.subarray(0, length));
  for (let at = 0; at < 80; at += 1) {
    const changed = Buffer.from(whole);
    changed.fill(0xff, at, at + 4);
    exifTexts(changed);
  }
});

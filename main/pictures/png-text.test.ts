import { deflateSync, crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { examplePicture } from './example-picture.fixture.ts';
import { decoder } from './decoder/decoder.ts';
import { encodePng } from './picture.ts';
import { readTexts, withTexts } from './png-text.ts';

const picture = examplePicture(16, 1, 0);
const png = encodePng(picture);

/** A chunk laid out by hand, as PNG 1.2 (3.2) has it. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

function withChunk(extra: Buffer): Buffer {
  const headerEnd = 8 + 25;
  return Buffer.concat([png.subarray(0, headerEnd), extra, png.subarray(headerEnd)]);
}

describe('texts in a PNG', () => {
  it('come back as they went in, whatever the script', () => {
    const written = withTexts(png, [
      { keyword: 'parameters', text: 'café\nSteps: 50', encoding: 'latin1' },
      { keyword: 'heirloom', text: '{"prompt":"лиса 狐 🦊"}', encoding: 'utf8' },
    ]);
    expect([...readTexts(written)]).toEqual([
      ['parameters', 'café\nSteps: 50'],
      ['heirloom', '{"prompt":"лиса 狐 🦊"}'],
    ]);
  });

  it('are tEXt in Latin-1 where that can be, iTXt elsewhere', () => {
    const latin = withTexts(png, [{ keyword: 'parameters', text: 'café', encoding: 'latin1' }]);
    // Length 15, "tEXt", keyword, NUL, text.
    expect(latin.includes(Buffer.from('0000000f74455874706172616d657465727300636166e9', 'hex'))).toBe(true);
    const other = withTexts(png, [{ keyword: 'parameters', text: '狐', encoding: 'latin1' }]);
    expect(other.includes(Buffer.from('iTXtparameters\0\0\0\0\0狐', 'utf8'))).toBe(true);
  });

  it('leave the pixels alone', async () => {
    const written = withTexts(png, [{ keyword: 'heirloom', text: 'x'.repeat(100_000), encoding: 'utf8' }]);
    expect(await decoder.pixels(written, 'test')).toEqual(picture);
  });

  it('replace what was under their keyword', () => {
    const first = withTexts(png, [{ keyword: 'heirloom', text: 'old', encoding: 'utf8' }]);
    const second = withTexts(first, [{ keyword: 'heirloom', text: 'new', encoding: 'utf8' }]);
    expect(readTexts(second).get('heirloom')).toBe('new');
    expect(second.includes('old')).toBe(false);
  });

  it('are read compressed as well', () => {
    const packed = deflateSync('Steps: 20');
    const zText = chunk('zTXt', Buffer.concat([Buffer.from('parameters\0\0', 'latin1'), packed]));
    const iText = chunk('iTXt', Buffer.concat([Buffer.from('parameters\0\u0001\0en\0\0', 'latin1'), packed]));
    expect(readTexts(withChunk(zText)).get('parameters')).toBe('Steps: 20');
    expect(readTexts(withChunk(iText)).get('parameters')).toBe('Steps: 20');
  });

  it('are refused when the file is damaged, cut short or no PNG', () => {
    const written = withTexts(png, [{ keyword: 'heirloom', text: 'hello', encoding: 'utf8' }]);
    const damaged = Buffer.from(written);
    damaged.write('J', damaged.indexOf('hello'));
    expect(() => readTexts(damaged)).toThrow(/iTXt at byte 33 is damaged/);
    expect(() => readTexts(written.subarray(0, 60))).toThrow(/cut off/);
    expect(() => readTexts(Buffer.from('GIF89a'))).toThrow(/not a PNG/);
  });

  it('that would inflate without end are refused', () => {
    const bomb = chunk('zTXt', Buffer.concat([Buffer.from('a\0\0', 'latin1'), deflateSync(Buffer.alloc(80 << 20))]));
    expect(() => readTexts(withChunk(bomb))).toThrow(/"a" cannot be read/);
  });
});

import { deflateSync, crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { examplePicture } from './example-picture.fixture.ts';
import { decoder } from './decoder/decoder.ts';
import { encodePng } from './picture.ts';
import { readTexts, withTexts } from './png-text.ts';

const ASKED = new Map([
  ['parameters', 4 << 20],
  ['heirloom', 4 << 20],
]);
const read = (file: Buffer) => readTexts(file, ASKED).texts;

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

function zText(keyword: string, bytes: Buffer): Buffer {
  return chunk('zTXt', Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), deflateSync(bytes)]));
}

describe('texts in a PNG', () => {
  it('come back as they went in, whatever the script', () => {
    const written = withTexts(png, [
      { keyword: 'parameters', text: 'café\nSteps: 50', encoding: 'latin1' },
      { keyword: 'heirloom', text: '{"prompt":"лиса 狐 🦊"}', encoding: 'utf8' },
    ]);
    expect([...read(written)]).toEqual([
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
    expect(read(second).get('heirloom')).toBe('new');
    expect(second.includes('old')).toBe(false);
  });

  it('are read compressed as well', () => {
    const packed = deflateSync('Steps: 20');
    const zText = chunk('zTXt', Buffer.concat([Buffer.from('parameters\0\0', 'latin1'), packed]));
    const iText = chunk('iTXt', Buffer.concat([Buffer.from('parameters\0\u0001\0en\0\0', 'latin1'), packed]));
    expect(read(withChunk(zText)).get('parameters')).toBe('Steps: 20');
    expect(read(withChunk(iText)).get('parameters')).toBe('Steps: 20');
  });

  it('are left out where the file is damaged or cut short, and it is said', () => {
    const written = withTexts(png, [
      { keyword: 'heirloom', text: 'hello', encoding: 'utf8' },
      { keyword: 'parameters', text: 'a fox', encoding: 'latin1' },
    ]);
    const damaged = Buffer.from(written);
    damaged.write('J', damaged.indexOf('hello'));
    expect(readTexts(damaged, ASKED)).toEqual({
      texts: new Map([['parameters', 'a fox']]),
      troubles: ['The text "heirloom" is damaged: its checksum does not fit.'],
    });
    const cut = { texts: new Map(), troubles: ['The file is cut off: texts may be missing.'] };
    expect(readTexts(written.subarray(0, 60), ASKED)).toEqual(cut);
    for (let length = 8; length < written.length; length += 1) readTexts(written.subarray(0, length), ASKED);
    expect(() => readTexts(Buffer.from('GIF89a'), ASKED)).toThrow(/not a PNG/);
  });

  it('are not written into a file that is damaged or cut short', () => {
    const written = withTexts(png, [{ keyword: 'heirloom', text: 'hello', encoding: 'utf8' }]);
    const damaged = Buffer.from(written);
    damaged.write('J', damaged.indexOf('hello'));
    expect(() => withTexts(damaged, [])).toThrow(/iTXt at byte 33 is damaged/);
    expect(() => withTexts(written.subarray(0, 60), [])).toThrow(/cut off/);
  });

  it('that would inflate without end are not read, those after them are', () => {
    const bomb = (keyword: string) => zText(keyword, Buffer.alloc(80 << 20));
    const file = withChunk(Buffer.concat([bomb('parameters'), zText('heirloom', Buffer.from('{}'))]));
    expect(readTexts(file, ASKED)).toEqual({
      texts: new Map([['heirloom', '{}']]),
      troubles: ['The text "parameters" is longer than the 4096 KB that are read of it.'],
    });
  });

  it('inflate to so much in all and no more, and what nobody asks for not at all', () => {
    const keywords = Array.from({ length: 40 }, (_, n) => `text ${n}`);
    const three = Buffer.alloc(3 << 20, 'a');
    const file = withChunk(Buffer.concat(keywords.map((keyword) => zText(keyword, three))));
    const { texts, troubles } = readTexts(file, new Map(keywords.map((keyword) => [keyword, 4 << 20])));
    expect([texts.size, troubles.length]).toEqual([21, 19]);
    expect(readTexts(file, ASKED)).toEqual({ texts: new Map(), troubles: [] });
  });

  it('that are damaged in their compression are said to be', () => {
    const file = withChunk(chunk('zTXt', Buffer.from('parameters\0\0nothing that inflates', 'latin1')));
    expect(readTexts(file, ASKED).troubles).toEqual(['The text "parameters" is damaged: it cannot be inflated.']);
    for (const data of ['parameters\0', 'parameters\0\u0001', 'parameters\0\u0001\0en', 'parameters\0\u0001\0en\0key'])
      readTexts(withChunk(chunk('iTXt', Buffer.from(data, 'latin1'))), ASKED);
  });

  it('in tEXt are UTF-8 where their bytes are that', () => {
    const text = (bytes: Buffer) =>
      read(withChunk(chunk('tEXt', Buffer.concat([Buffer.from('parameters\0'), bytes])))).get('parameters');
    expect(text(Buffer.from('a 赤い狐 é', 'utf8'))).toBe('a 赤い狐 é');
    expect(text(Buffer.from('café', 'latin1'))).toBe('café');
  });
});

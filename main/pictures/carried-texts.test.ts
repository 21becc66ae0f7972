import { load } from './exif.ts';
import { describe, expect, it } from 'vitest';
import { A1111_FILES, A1111_TEXT } from './a1111-files.fixture.ts';
import { readCarried, withCarried } from './carried-texts.ts';
import { examplePicture } from './example-picture.fixture.ts';
import { decoder } from './decoder/decoder.ts';
import { encodePng, toCanvas } from './picture.ts';

const picture = examplePicture(32, 1, 0);
const canvas = toCanvas(picture);
const FILES = {
  png: encodePng(picture),
  jpeg: canvas.encodeSync('jpeg', 95),
  webp: canvas.encodeSync('webp', 95),
} as const;
const PARAMETERS = 'a fox, 狐 & <b>\nSteps: 20, Seed: 7';
const JSON_TEXT = JSON.stringify({
  prompt: 'a "fox" < & > 狐 🦊 \u0085 \u2028 \ufffe',
  note: '</heirloom:heirloom-grid>',
});
/** 300 kB that hardly repeat: five segments of a JPEG. */
const LONG = JSON.stringify(Array.from({ length: 40_000 }, (_, i) => (i * 2654435761) % 4294967296));

describe.each(['png', 'jpeg', 'webp'] as const)('texts carried by a %s', (format) => {
  const carried = withCarried(FILES[format], format, {
    parameters: PARAMETERS,
    json: new Map([['heirloom-grid', JSON_TEXT]]),
  });

  it('are read back as they were given', () => {
    expect(Object.fromEntries(readCarried(carried))).toMatchObject({ parameters: PARAMETERS });
    expect(JSON.parse(readCarried(carried).get('heirloom-grid')!)).toEqual(JSON.parse(JSON_TEXT));
  });

  it('leave the pixels as they were', async () => {
    expect(await decoder.pixels(carried, format)).toEqual(await decoder.pixels(FILES[format], format));
  });

  it('may be long', () => {
    const long = withCarried(FILES[format], format, { parameters: '', json: new Map([['heirloom-grid', LONG]]) });
    expect(readCarried(long).get('heirloom-grid')).toBe(LONG);
  });

  it('are not there in a picture without any', () => {
    expect(readCarried(FILES[format]).size).toBe(0);
  });
});

describe.each(['jpeg', 'webp'] as const)('another reader of a %s', (format) => {
  const written = (json: string) =>
    load(withCarried(FILES[format], format, { parameters: PARAMETERS, json: new Map([['heirloom-grid', json]]) }), {
      expanded: true,
    });

  it('finds the parameters in the EXIF comment, as Unicode', () => {
    const { exif } = written('{}') as unknown as { exif: { UserComment: { value: number[] } } };
    const bytes = Buffer.from(exif.UserComment.value);
    expect(bytes.toString('latin1', 0, 8)).toBe('UNICODE\0');
    expect(new TextDecoder('utf-16be').decode(bytes.subarray(8))).toBe(PARAMETERS);
  });

  it.each([
    ['short', JSON_TEXT],
    ['long', LONG],
  ])('finds %s JSON in the XMP', (_, json) => {
    const property = (written(json).xmp as Record<string, { value: string } | undefined>)['heirloom-grid'];
    expect(JSON.parse(property!.value)).toEqual(JSON.parse(json));
  });
});

it.each(['jpeg', 'webp'] as const)('the parameters of a %s of A1111 are read', (format) => {
  expect(readCarried(A1111_FILES[format]).get('parameters')).toBe(A1111_TEXT);
});

it('a file that is cut off anywhere is no reason to fail', () => {
  for (const file of Object.values(A1111_FILES)) {
    for (let length = 0; length < file.length; length += 7) readCarried(file.subarray(0, length));
  }
});

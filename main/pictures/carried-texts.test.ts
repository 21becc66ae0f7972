import { load } from './exif-reader.fixture.ts';
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
    expect(Object.fromEntries(readCarried(carried).texts)).toMatchObject({ parameters: PARAMETERS });
    expect(JSON.parse(readCarried(carried).texts.get('heirloom-grid')!)).toEqual(JSON.parse(JSON_TEXT));
  });

  it('leave the pixels as they were', async () => {
    expect(await decoder.pixels(carried, format)).toEqual(await decoder.pixels(FILES[format], format));
  });

  it('may be long', () => {
    const long = withCarried(FILES[format], format, { parameters: '', json: new Map([['heirloom-grid', LONG]]) });
    expect(readCarried(long).texts.get('heirloom-grid')).toBe(LONG);
  });

  it('are not there in a picture without any', () => {
    expect(readCarried(FILES[format]).texts.size).toBe(0);
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
  expect(readCarried(A1111_FILES[format]).texts.get('parameters')).toBe(A1111_TEXT);
});

it('a file that is cut off anywhere is no reason to fail', () => {
  for (const file of Object.values(A1111_FILES)) {
    for (let length = 0; length < file.length; length += 7) readCarried(file.subarray(0, length));
  }
});

describe('parameters that a JPEG comment has no room for', () => {
  const commentOf = (jpeg: Buffer) => {
    const { exif } = load(jpeg, { expanded: true }) as unknown as { exif: { UserComment: { value: number[] } } };
    return new TextDecoder('utf-16be').decode(Buffer.from(exif.UserComment.value).subarray(8));
  };
  const written = (parameters: string) =>
    withCarried(FILES.jpeg, 'jpeg', { parameters, json: new Map([['heirloom-grid', JSON.stringify({ parameters })]]) });

  it('are shortened, which they say; the XMP record has all of it, and the picture is saved', async () => {
    const parameters = 'prompt, '.repeat(33 * 125);
    const jpeg = written(parameters);
    const comment = commentOf(jpeg);
    expect(comment).toMatch(/^prompt, prompt, .*…\n\(Shortened: .*XMP record of this file\.\)$/s);
    expect(comment.length).toBeGreaterThan(32_000);
    expect(JSON.parse(readCarried(jpeg).texts.get('heirloom-grid')!)).toEqual({ parameters });
    expect(await decoder.pixels(jpeg, 'jpeg')).toEqual(await decoder.pixels(FILES.jpeg, 'jpeg'));
  });

  it.each([32_000, 32_737, 32_738, 32_739, 32_740, 32_741, 40_000])('fit whatever their length: %i', (length) => {
    for (const character of ['a', '🦊']) {
      const text = character.repeat(length / character.length);
      const comment = commentOf(written(text));
      expect(comment === text || comment.includes('(Shortened: ')).toBe(true);
      expect(comment.isWellFormed()).toBe(true);
    }
  });
});

it.each(['jpeg', 'webp'] as const)('lengths in a %s that are wrong anywhere are no reason to fail', (format) => {
  const file = withCarried(FILES[format], format, { parameters: PARAMETERS, json: new Map([['heirloom-grid', '{}']]) });
  for (let at = 0; at < 900; at += 1) {
    for (const byte of [0, 0xff]) {
      const changed = Buffer.from(file);
      changed[at] = byte;
      readCarried(changed);
    }
  }
});

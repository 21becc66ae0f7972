/** Text inside PNG files (PNG 1.2, 4.2.3): written as tEXt or iTXt right after the header, read from tEXt, zTXt and iTXt. */
import { inflateSync } from 'node:zlib';
import { failure } from '../base/problem.ts';
import { type Asked, type FoundTexts, MAX_INFLATED } from './found-texts.ts';
import { allChunks, type Chunk, chunksIn, CUT_OFF, isIntact, PNG_SIGNATURE, writeChunk } from './png-chunks.ts';
import { textIn } from './text-bytes.ts';

export { PNG_SIGNATURE } from './png-chunks.ts';

/** A text chunk. `keyword`: 1 to 79 characters of Latin-1. */
export interface PngText {
  readonly keyword: string;
  readonly text: string;
  /** `latin1` gives tEXt where the text allows it, iTXt elsewhere (as PIL and so A1111 do); `utf8` always gives iTXt. */
  readonly encoding: 'latin1' | 'utf8';
}

/**
 * Texts of the same keywords are replaced, the others kept.
 * @throws Problem where it is no whole PNG.
 */
export function withTexts(png: Buffer, texts: readonly PngText[]): Buffer {
  const [header, ...rest] = allChunks(png);
  if (header?.type !== 'IHDR') throw failure('PNG: the first chunk is not IHDR');
  const written = new Set(texts.map(({ keyword }) => keyword));
  const kept = rest.filter((chunk) => !written.has(keywordOf(chunk) ?? ''));
  return Buffer.concat([PNG_SIGNATURE, ...[header, ...texts.map(textChunk), ...kept].map(writeChunk)]);
}

/**
 * The texts that are asked for; of several with one keyword, the first. Of a file that is cut off or damaged, those that are whole.
 * @throws Problem where it is no PNG.
 */
export function readTexts(png: Buffer, asked: Asked): FoundTexts {
  const texts = new Map<string, string>();
  const troubles = new Map<string, string>();
  const walk = chunksIn(png);
  let room = MAX_INFLATED;
  let step = walk.next();
  for (; !step.done; step = walk.next()) {
    const chunk = step.value;
    const keyword = keywordOf(chunk);
    const most = keyword === null ? undefined : asked.get(keyword);
    if (keyword === null || most === undefined || texts.has(keyword) || troubles.has(keyword)) continue;
    const read = isIntact(chunk) ? bodyOf(chunk, keyword, Math.min(most, room)) : DAMAGED;
    if ('trouble' in read) troubles.set(keyword, `The text "${keyword}" ${read.trouble}.`);
    else texts.set(keyword, read.text);
    room -= read.inflated;
  }
  const cutOff = step.value === CUT_OFF ? ['The file is cut off: texts may be missing.'] : [];
  return { texts, troubles: [...troubles.values(), ...cutOff] };
}

/** The same pixels without any text. @throws Problem where it is no PNG. */
export function withoutTexts(png: Buffer): Buffer {
  const kept = [...chunksIn(png)].filter(({ type }) => !Object.hasOwn(LAYOUTS, type));
  return Buffer.concat([PNG_SIGNATURE, ...kept.map(({ at, data }) => png.subarray(at, at + 12 + data.length))]);
}

/** The EXIF block (PNG extensions 1.5, 3.7); null without one that is whole. */
export function pngExif(png: Buffer): Buffer | null {
  for (const chunk of chunksIn(png)) if (chunk.type === 'eXIf') return isIntact(chunk) ? chunk.data : null;
  return null;
}

function textChunk({ keyword, text, encoding }: PngText): Chunk {
  // A NUL would end the text early for some readers.
  const clean = text.replaceAll('\0', '');
  return encoding === 'latin1' && isLatin1(clean)
    ? { type: 'tEXt', data: Buffer.from(`${keyword}\0${clean}`, 'latin1') }
    : { type: 'iTXt', data: Buffer.from(`${keyword}\0\0\0\0\0${clean}`, 'utf8') };
}

/** Read as Latin-1 again it has to be the same text: what happens to be UTF-8 as well would be taken for that. */
function isLatin1(text: string): boolean {
  const bytes = Buffer.from(text, 'latin1');
  return bytes.toString('latin1') === text && textIn(bytes) === text;
}

/** What follows the keyword and its NUL: the text's own bytes, and whether they are compressed. */
type Layout = (rest: Buffer) => { readonly packed: boolean; readonly body: Buffer };

const LAYOUTS: Readonly<Record<string, Layout>> = {
  tEXt: (body) => ({ packed: false, body }),
  zTXt: (rest) => ({ packed: true, body: rest.subarray(1) }),
  iTXt: (rest) => {
    const languageEnd = rest.indexOf(0, 2);
    const keywordEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
    return { packed: rest[0] === 1, body: keywordEnd < 0 ? Buffer.alloc(0) : rest.subarray(keywordEnd + 1) };
  },
};

/** null where it is no text. */
function keywordOf({ type, data }: Chunk): string | null {
  const end = Object.hasOwn(LAYOUTS, type) ? data.indexOf(0) : -1;
  return end < 1 ? null : data.toString('latin1', 0, end);
}

/** `inflated`: bytes that came of compressed ones, whether they were of use or not. */
type Read = { readonly inflated: number } & ({ readonly text: string } | { readonly trouble: string });

const DAMAGED: Read = { trouble: 'is damaged: its checksum does not fit', inflated: 0 };

function bodyOf({ type, data }: Chunk, keyword: string, most: number): Read {
  const { packed, body } = LAYOUTS[type]!(data.subarray(keyword.length + 1));
  if (!packed) return body.length > most ? tooLong(most, 0) : { text: textIn(body), inflated: 0 };
  try {
    const bytes = inflateSync(body, { maxOutputLength: Math.max(1, most) });
    return { text: textIn(bytes), inflated: bytes.length };
  } catch (cause) {
    const tooMany = cause instanceof RangeError;
    return tooMany ? tooLong(most, most) : { trouble: 'is damaged: it cannot be inflated', inflated: most };
  }
}

function tooLong(most: number, inflated: number): Read {
  return { trouble: `is longer than the ${Math.round(most / 1024)} KB that are read of it`, inflated };
}

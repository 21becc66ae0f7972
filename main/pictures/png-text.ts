/** Text inside PNG files (PNG 1.2, 4.2.3): written as tEXt or iTXt right after the header, read from tEXt, zTXt and iTXt. */
import { crc32, inflateSync } from 'node:zlib';
import { failure } from '../base/problem.ts';

/** The first eight bytes of every PNG. */
export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A text that inflates beyond this is no description of a picture. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

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
  const [header, ...rest] = chunksOf(png);
  if (header?.type !== 'IHDR') throw failure('PNG: the first chunk is not IHDR');
  const kept = rest.filter(({ type, data }) => !texts.some(({ keyword }) => textOf(type, data)?.keyword === keyword));
  return Buffer.concat([PNG_SIGNATURE, ...[header, ...texts.map(textChunk), ...kept].map(writeChunk)]);
}

/** Every text of the file by its keyword; of several with one keyword, the first. */
export function readTexts(png: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { type, data } of chunksOf(png)) {
    const found = textOf(type, data);
    if (found && !texts.has(found.keyword)) texts.set(found.keyword, found.text);
  }
  return texts;
}

function chunksOf(png: Buffer): readonly Chunk[] {
  if (!png.subarray(0, 8).equals(PNG_SIGNATURE)) throw failure('not a PNG file: the signature is missing');
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length;) {
    const length = at + 8 <= png.length ? png.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (at + 12 + length > png.length) throw failure(`PNG: cut off at byte ${png.length}, inside a chunk`);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (png.readUInt32BE(at + 8 + length) !== crc32(data, crc32(type))) {
      throw failure(`PNG: chunk ${type} at byte ${at} is damaged: its checksum does not fit`);
    }
    chunks.push({ type, data });
    at += 12 + length;
    if (type === 'IEND') break;
  }
  return chunks;
}

function writeChunk({ type, data }: Chunk): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(data, crc32(type)), 8 + data.length);
  return chunk;
}

function textChunk({ keyword, text, encoding }: PngText): Chunk {
  // A NUL would end the text early for some readers.
  const clean = text.replaceAll('\0', '');
  return encoding === 'latin1' && isLatin1(clean)
    ? { type: 'tEXt', data: Buffer.from(`${keyword}\0${clean}`, 'latin1') }
    : { type: 'iTXt', data: Buffer.from(`${keyword}\0\0\0\0\0${clean}`, 'utf8') };
}

function isLatin1(text: string): boolean {
  return [...text].every((character) => (character.codePointAt(0) ?? 0) <= 0xff);
}

type TextReader = (keyword: string, rest: Buffer) => string;

const READERS: Readonly<Record<string, TextReader>> = {
  tEXt: (_, rest) => rest.toString('latin1'),
  zTXt: (keyword, rest) => inflate(keyword, rest.subarray(1)).toString('latin1'),
  iTXt: (keyword, rest) => {
    const compressed = rest[0] === 1;
    const languageEnd = rest.indexOf(0, 2);
    const keywordEnd = rest.indexOf(0, languageEnd + 1);
    const body = rest.subarray(keywordEnd + 1);
    return (compressed ? inflate(keyword, body) : body).toString('utf8');
  },
};

function textOf(type: string, data: Buffer): { keyword: string; text: string } | null {
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  const end = data.indexOf(0);
  if (!read || end < 1) return null;
  const keyword = data.toString('latin1', 0, end);
  return { keyword, text: read(keyword, data.subarray(end + 1)) };
}

function inflate(keyword: string, bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch (cause) {
    throw failure(`PNG: the compressed text "${keyword}" cannot be read`, undefined, cause);
  }
}

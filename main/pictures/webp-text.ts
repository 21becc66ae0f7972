/** Texts inside WebP files (RFC 9649): parameters as an EXIF comment, JSON as XMP, in chunks after the picture. */
import { failure } from '../base/problem.ts';
import { exifWithComment } from './exif.ts';
import type { TextBlocks } from './jpeg-text.ts';
import { writeXmp, type XmpTexts } from './xmp.ts';

/** Flags of the extended header: what else the file has. */
const [HAS_EXIF, HAS_XMP] = [0x08, 0x04];

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** By its first twelve bytes. */
export function isWebp(file: Buffer): boolean {
  return file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WEBP';
}

/**
 * Chunks after the picture, announced in the header.
 * @param comment becomes the EXIF comment; `texts` become XMP.
 * @throws Problem where the file has no extended header (VP8X) to say that they are there.
 */
export function withWebpTexts(webp: Buffer, comment: string, texts: XmpTexts): Buffer {
  const [header, ...rest] = chunksOf(webp);
  if (header?.type !== 'VP8X') throw failure('WebP: the extended header, which says what else is in it, is missing');
  const extended = Buffer.from(header.data);
  extended[0]! |= HAS_EXIF | HAS_XMP;
  return riff([
    { type: 'VP8X', data: extended },
    ...rest,
    { type: 'EXIF', data: exifWithComment(comment) },
    { type: 'XMP ', data: Buffer.from(writeXmp(texts), 'utf8') },
  ]);
}

/** EXIF and XMP of a WebP file, as far as they are whole. */
export function webpBlocks(webp: Buffer): TextBlocks {
  const chunks = chunksOf(webp);
  const named = (name: string) => chunks.find(({ type }) => type === name)?.data;
  const xmp = named('XMP ')?.toString('utf8');
  return { exif: named('EXIF') ?? null, xmp: xmp === undefined ? [] : [xmp], comment: null };
}

/** The whole chunks. */
function chunksOf(webp: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= webp.length;) {
    const end = at + 8 + webp.readUInt32LE(at + 4);
    if (end > webp.length) break;
    chunks.push({ type: webp.toString('latin1', at, at + 4), data: webp.subarray(at + 8, end) });
    at = end + (end % 2);
  }
  return chunks;
}

function riff(chunks: readonly Chunk[]): Buffer {
  const body = Buffer.concat(chunks.flatMap(({ type, data }) => [head(type, data.length), data, ...padding(data)]));
  return Buffer.concat([head('RIFF', body.length + 4), Buffer.from('WEBP', 'latin1'), body]);
}

function head(type: string, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write(type, 'latin1');
  bytes.writeUInt32LE(length, 4);
  return bytes;
}

function padding({ length }: Buffer): readonly Buffer[] {
  return length % 2 === 0 ? [] : [Buffer.from([0])];
}

/** Texts inside JPEG files: parameters as an EXIF comment, JSON as XMP, which may go on in further segments. */
import { createHash } from 'node:crypto';
import { failure } from '../base/problem.ts';
import { exifWithComment } from './exif.ts';
import { extendedGuid, writeXmp, writeXmpNote, type XmpTexts } from './xmp.ts';

/** The first three bytes of every JPEG. */
export const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8, 0xff]);

const [APP0, APP1, COMMENT, START_OF_SCAN] = [0xe0, 0xe1, 0xfe, 0xda];
const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENDED = 'http://ns.adobe.com/xmp/extension/\0';
/** The length of a segment is 16 bits, and counts itself. */
const MAX_SEGMENT = 0xffff - 2;
/** Of each extension segment: which text, how long it is, where this part belongs. */
const PART_HEAD = 32 + 4 + 4;

/** What a comment ends in that had to be shortened. */
const SHORTENED = '…\n(Shortened: a JPEG comment holds no more. All of it is in the XMP record of this file.)';
/** UTF-16 units that an EXIF comment has room for in one segment. */
const MAX_COMMENT = Math.floor((MAX_SEGMENT - EXIF.length - exifWithComment('').length) / 2);

/**
 * Texts beyond 64 kB go on in further segments (XMP specification, part 3, 1.1.3.1).
 * @param comment becomes the EXIF comment, which cannot: a longer one is shortened, and says so. `texts` become XMP.
 */
export function withJpegTexts(jpeg: Buffer, comment: string, texts: XmpTexts): Buffer {
  const segments = [segment(EXIF, exifWithComment(fitting(comment))), ...xmpSegments(writeXmp(texts))];
  // JFIF wants its own segment first.
  const first = jpeg[3] === APP0 ? 4 + jpeg.readUInt16BE(4) : 2;
  return Buffer.concat([jpeg.subarray(0, first), ...segments, jpeg.subarray(first)]);
}

function fitting(comment: string): string {
  if (comment.length <= MAX_COMMENT) return comment;
  // Never half of a character: one of two units is left out.
  return comment.slice(0, MAX_COMMENT - SHORTENED.length).replace(/[\ud800-\udbff]$/, '') + SHORTENED;
}

function xmpSegments(xmp: string): readonly Buffer[] {
  const bytes = Buffer.from(xmp, 'utf8');
  if (XMP.length + bytes.length <= MAX_SEGMENT) return [segment(XMP, bytes)];
  const guid = createHash('md5').update(bytes).digest('hex').toUpperCase();
  const room = MAX_SEGMENT - EXTENDED.length - PART_HEAD;
  const parts = Array.from({ length: Math.ceil(bytes.length / room) }, (_, n) => {
    const head = Buffer.alloc(PART_HEAD);
    head.write(guid, 'latin1');
    head.writeUInt32BE(bytes.length, 32);
    head.writeUInt32BE(n * room, 36);
    return segment(EXTENDED, Buffer.concat([head, bytes.subarray(n * room, (n + 1) * room)]));
  });
  return [segment(XMP, Buffer.from(writeXmpNote(guid), 'utf8')), ...parts];
}

function segment(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  if (body.length > MAX_SEGMENT) throw failure(`JPEG: ${body.length} bytes do not fit into a segment`);
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** Blocks of a file that texts are in. */
export interface TextBlocks {
  readonly exif: Buffer | null;
  /** The XMP packet, then the one that goes on in further segments. */
  readonly xmp: readonly string[];
  readonly comment: Buffer | null;
}

/** Of a JPEG: EXIF, XMP and the comment, as far as they are whole. */
export function jpegBlocks(jpeg: Buffer): TextBlocks {
  const segments = segmentsOf(jpeg);
  const named = (name: string) =>
    segments
      .filter(({ marker, body }) => marker === APP1 && body.toString('latin1', 0, name.length) === name)
      .map(({ body }) => body.subarray(name.length));
  const main = named(XMP)[0]?.toString('utf8') ?? '';
  return {
    exif: named(EXIF)[0] ?? null,
    xmp: [main, ...extension(named(EXTENDED), extendedGuid(main))],
    comment: segments.find(({ marker }) => marker === COMMENT)?.body ?? null,
  };
}

function extension(parts: readonly Buffer[], guid: string | null): readonly string[] {
  const own = parts
    .filter((part) => part.length >= PART_HEAD && part.toString('latin1', 0, 32) === guid)
    .toSorted((a, b) => a.readUInt32BE(36) - b.readUInt32BE(36))
    .map((part) => part.subarray(PART_HEAD));
  return own.length === 0 ? [] : [Buffer.concat(own).toString('utf8')];
}

/** The whole segments before the picture itself. */
function segmentsOf(jpeg: Buffer): readonly { readonly marker: number; readonly body: Buffer }[] {
  const found: { marker: number; body: Buffer }[] = [];
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== START_OF_SCAN;) {
    const marker = jpeg[at + 1]!;
    if (marker === 0xff) {
      at += 1; // a byte that fills
      continue;
    }
    const length = jpeg.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > jpeg.length) break;
    found.push({ marker, body: jpeg.subarray(at + 4, end) });
    at = end;
  }
  return found;
}

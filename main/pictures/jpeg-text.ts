/** Texts inside JPEG files: parameters as an EXIF comment, JSON as XMP, which may go on in further segments. */
import { createHash } from 'node:crypto';
import { failure } from '../base/problem.ts';
import { exifWithComment } from './exif.ts';
import { extendedGuid, readXmp, writeXmp, writeXmpNote, type XmpTexts } from './xmp.ts';

/** The first three bytes of every JPEG. */
export const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8, 0xff]);

const [APP0, APP1, START_OF_SCAN] = [0xe0, 0xe1, 0xda];
const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENDED = 'http://ns.adobe.com/xmp/extension/\0';
/** The length of a segment is 16 bits, and counts itself. */
const MAX_SEGMENT = 0xffff - 2;
/** Of each extension segment: which text, how long it is, where this part belongs. */
const EXTENSION_HEAD = EXTENDED.length + 32 + 4 + 4;

/**
 * Texts beyond 64 kB go on in further segments (XMP specification, part 3, 1.1.3.1).
 * @param comment becomes the EXIF comment; `texts` become XMP.
 */
export function withJpegTexts(jpeg: Buffer, comment: string, texts: XmpTexts): Buffer {
  const segments = [segment(EXIF, exifWithComment(comment)), ...xmpSegments(writeXmp(texts))];
  // JFIF wants its own segment first.
  const first = jpeg[3] === APP0 ? 4 + jpeg.readUInt16BE(4) : 2;
  return Buffer.concat([jpeg.subarray(0, first), ...segments, jpeg.subarray(first)]);
}

function xmpSegments(xmp: string): readonly Buffer[] {
  const bytes = Buffer.from(xmp, 'utf8');
  if (XMP.length + bytes.length <= MAX_SEGMENT) return [segment(XMP, bytes)];
  const guid = createHash('md5').update(bytes).digest('hex').toUpperCase();
  const room = MAX_SEGMENT - EXTENSION_HEAD;
  const parts = Array.from({ length: Math.ceil(bytes.length / room) }, (_, n) => {
    const head = Buffer.alloc(40);
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

/** Texts of ours in XMP, those of further segments too; none where there are none. */
export function readJpegTexts(jpeg: Buffer): XmpTexts {
  const parts = segmentsOf(jpeg);
  const named = (name: string) =>
    parts.filter((part) => part.toString('latin1', 0, name.length) === name).map((part) => part.subarray(name.length));
  const main = named(XMP)[0]?.toString('utf8') ?? '';
  const guid = extendedGuid(main);
  const extension = named(EXTENDED)
    .filter((part) => part.toString('latin1', 0, 32) === guid)
    .toSorted((a, b) => a.readUInt32BE(36) - b.readUInt32BE(36))
    .map((part) => part.subarray(40));
  return new Map([...readXmp(main), ...readXmp(Buffer.concat(extension).toString('utf8'))]);
}

/** What is in the APP1 segments before the picture itself. */
function segmentsOf(jpeg: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== START_OF_SCAN;) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (jpeg[at + 1] === APP1) found.push(jpeg.subarray(at + 4, end));
    at = end;
  }
  return found;
}

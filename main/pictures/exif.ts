/** EXIF with one field, UserComment: where AUTOMATIC1111's web UI keeps its parameters in JPEG and WebP. */
import exifReader from 'exifreader';

/** Reads all tags of a picture's bytes. */
// oxlint-disable-next-line import/no-named-as-default-member -- it is CommonJS: Node has no named exports of it
export const { load } = exifReader;

/** Exif 2.3, table 6: how a UserComment says that it is Unicode. */
const UNICODE = Buffer.from('UNICODE\0', 'latin1');
const [EXIF_IFD, USER_COMMENT] = [0x8769, 0x9286];
const [LONG, UNDEFINED] = [4, 7];
const FIRST_IFD = 8;
/** An entry of 12 bytes, the count before it and the offset of the next after it. */
const IFD_BYTES = 18;

/** A TIFF header, an IFD that points to the Exif IFD, and that with the comment: big-endian UTF-16, as A1111 writes it. */
export function exifWithComment(text: string): Buffer {
  const comment = Buffer.concat([UNICODE, Buffer.from(text, 'utf16le').swap16()]);
  const header = Buffer.from('MM\0*\0\0\0\0', 'latin1');
  header.writeUInt32BE(FIRST_IFD, 4);
  return Buffer.concat([
    header,
    ifd(EXIF_IFD, LONG, 1, FIRST_IFD + IFD_BYTES),
    ifd(USER_COMMENT, UNDEFINED, comment.length, FIRST_IFD + 2 * IFD_BYTES),
    comment,
  ]);
}

function ifd(tag: number, type: number, count: number, value: number): Buffer {
  const bytes = Buffer.alloc(IFD_BYTES);
  bytes.writeUInt16BE(1, 0);
  bytes.writeUInt16BE(tag, 2);
  bytes.writeUInt16BE(type, 4);
  bytes.writeUInt32BE(count, 6);
  bytes.writeUInt32BE(value, 10);
  return bytes;
}

/** The UserComment of a JPEG or WebP file, whoever wrote it; null without one. */
export function commentOf(file: Buffer): string | null {
  const bytes = Buffer.from(exifOf(file)?.UserComment?.value ?? []);
  if (bytes.length === 0) return null;
  if (!bytes.subarray(0, UNICODE.length).equals(UNICODE)) {
    return bytes.subarray(UNICODE.length).toString('utf8').replaceAll('\0', '').trim() || null;
  }
  const units = bytes.subarray(UNICODE.length, bytes.length - (bytes.length % 2));
  return isLittleEndian(units) ? units.toString('utf16le') : Buffer.from(units).swap16().toString('utf16le');
}

function exifOf(file: Buffer): { readonly UserComment?: { readonly value: readonly number[] } } | undefined {
  try {
    return load(file, { expanded: true, includeTags: { exif: true } }).exif as never;
  } catch {
    // Damaged, or none: the picture itself is what matters, and it says for itself whether it can be read.
    return undefined;
  }
}

/** Exif leaves the order open. Every prompt has spaces or digits, whose high byte is zero. */
function isLittleEndian(units: Buffer): boolean {
  const zeros = [0, 0];
  for (const [index, byte] of units.entries()) if (byte === 0) zeros[index % 2]! += 1;
  return zeros[1]! > zeros[0]!;
}

/** EXIF with one field, UserComment: where AUTOMATIC1111's web UI keeps its parameters in JPEG and WebP. */

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

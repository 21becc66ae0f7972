/** Bytes of a text whose encoding its file does not say, or says wrongly: what programs wrote there in fact. */

/** Exif 2.3, table 6: the eight bytes with which a UserComment says what it is in. */
const CODES: Readonly<Record<string, (bytes: Buffer) => string>> = {
  'ASCII\0\0\0': textIn,
  'UNICODE\0': unicodeIn,
  'JIS\0\0\0\0\0': (bytes) => new TextDecoder('iso-2022-jp').decode(bytes),
  '\0\0\0\0\0\0\0\0': textIn,
};
const CODE_BYTES = 8;

/** Of a text in UTF-16, that many units tell in which order its bytes are. */
const LOOKED_AT = 4096;

/** UTF-8 where it is that, as most write whatever the format says; else Latin-1, in which every byte is a character. */
export function textIn(bytes: Buffer): string {
  return utf8In(bytes) ?? bytes.toString('latin1');
}

/** null where it is something else. */
function utf8In(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A UserComment's bytes; programs that do not know of its code leave it out. */
export function commentIn(bytes: Buffer): string {
  const code = bytes.toString('latin1', 0, CODE_BYTES);
  const decode = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (decode) return withoutNuls(decode(bytes.subarray(CODE_BYTES)));
  // No text of bytes begins with a NUL: it is half a character.
  return withoutNuls(bytes[0] === 0 || bytes[1] === 0 ? utf16In(bytes) : textIn(bytes));
}

/** An end that C's strings have. Inside of a text a NUL is no character of it. */
export function withoutNuls(text: string): string {
  return text.replaceAll('\0', '').trim();
}

/** Meant is UTF-16; some write UTF-8 there all the same, whose ASCII has no zeros between. */
function unicodeIn(bytes: Buffer): string {
  return (bytes.subarray(0, LOOKED_AT).includes(0) ? null : utf8In(bytes)) ?? utf16In(bytes);
}

/** @param bytes an odd last one is no unit. */
function utf16In(bytes: Buffer): string {
  const units = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return new TextDecoder(isLittleEndian(units) ? 'utf-16le' : 'utf-16be').decode(units);
}

/** Exif leaves the order open, and so a mark may say it. Every prompt has spaces or digits, whose high byte is zero. */
function isLittleEndian(units: Buffer): boolean {
  if (units.length >= 2 && [0xfeff, 0xfffe].includes(units.readUInt16LE(0))) return units.readUInt16LE(0) === 0xfeff;
  const zeros = [0, 0];
  for (const [index, byte] of units.subarray(0, LOOKED_AT).entries()) if (byte === 0) zeros[index % 2]! += 1;
  return zeros[1]! > zeros[0]!;
}

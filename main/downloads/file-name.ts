/** A name that a server gives, made one that every file system takes and that shows what it is. */

/** Of the name in UTF-8: file systems take 255, and a download adds `.part`. */
const MAX_BYTES = 240;
/** What stands for itself in no name of Windows, and what looks like a separator of folders. */
const REFUSED = /[<>:"|?*\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]/gu;
/** Marks that are not seen but change what is: directions of writing, joiners, halves of a character, private ones. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Devices of Windows, with whatever ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)(\.|$)/i;

/**
 * The last part of a path, without anything that leads out of a folder, is not seen, or is no name on some system.
 * @returns null where nothing is left.
 */
export function plainName(path: string): string | null {
  const last = path.split(/[/\\]/).at(-1) ?? '';
  const seen = last.normalize('NFC').replaceAll(UNSEEN, '').replaceAll(REFUSED, '_');
  const trimmed = withoutDots(seen);
  if (trimmed === '') return null;
  return shortened(RESERVED.test(trimmed) ? `_${trimmed}` : trimmed);
}

/** Without dots and white space at both ends, one by one: an expression that ends in them would look at each run of them anew. */
function withoutDots(name: string): string {
  const isOne = (character: string | undefined) => character !== undefined && /^[.\s]$/.test(character);
  let [start, end] = [0, name.length];
  while (isOne(name[start])) start += 1;
  while (end > start && isOne(name[end - 1])) end -= 1;
  return name.slice(start, end);
}

/** Cut before its ending, between characters. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const [, stem = name, ending = ''] = /^(.+?)(\.\w{1,16})?$/su.exec(name) ?? [];
  let kept = '';
  for (const character of stem) {
    if (Buffer.byteLength(kept + character + ending) > MAX_BYTES) break;
    kept += character;
  }
  return kept + ending;
}

/** The last part of an address's path; null where it has none. */
export function nameInAddress(url: string): string | null {
  return plainName(decoded(URL.parse(url)?.pathname.split('/').at(-1) ?? ''));
}

/** The name in a Content-Disposition header (RFC 6266): the extended one first. */
export function nameGiven(disposition: string | null): string | null {
  const header = disposition ?? '';
  const [, extended] = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(header) ?? [];
  if (extended !== undefined) return plainName(decoded(extended));
  const [, quoted, bare = ''] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? [];
  // A backslash quotes in a header, and separates folders in names of Windows: a name has neither.
  return plainName(fromLatin1(quoted?.replaceAll('\\"', '_') ?? bare));
}

/** Headers come as latin-1; a server that wrote UTF-8 is understood. */
function fromLatin1(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

/** A part of an address in letters; as it is where its percent signs stand for nothing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

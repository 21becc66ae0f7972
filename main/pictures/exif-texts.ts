/** What an EXIF block says in words (Exif 2.3, 4.6): a TIFF header, its first IFD, and the one for Exif that it points to. */
import { MAX_TEXT } from './found-texts.ts';
import { commentIn, textIn, withoutNuls } from './text-bytes.ts';

type Decode = (bytes: Buffer) => string;

/** XP fields are Windows' own: UTF-16 in bytes. */
const windows: Decode = (bytes) => withoutNuls(bytes.toString('utf16le'));
const plain: Decode = (bytes) => withoutNuls(textIn(bytes));

/** Programs put their texts here, and into either IFD. */
const TEXTS: ReadonlyMap<number, readonly [keyword: string, decode: Decode]> = new Map([
  [0x9286, ['UserComment', commentIn]],
  [0x010e, ['ImageDescription', plain]],
  [0x010f, ['Make', plain]],
  [0x0110, ['Model', plain]],
  [0x0131, ['Software', plain]],
  [0x927c, ['MakerNote', plain]],
  [0x9c9c, ['XPComment', windows]],
]);
const EXIF_IFD = 0x8769;
/** Bytes of a value of each type of TIFF 6.0: byte, ASCII, short, long, rational, and so on. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const ENTRY_BYTES = 12;
/** Cameras write some sixty; a longer list has nothing that we look for. */
const MAX_ENTRIES = 1024;

/** A block of TIFF, read in the order of bytes that it says. */
class Tiff {
  readonly #bytes: Buffer;
  readonly #little: boolean;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#little = bytes.toString('latin1', 0, 2) === 'II';
  }

  /** 0 beyond the end. */
  short(at: number): number {
    if (at + 2 > this.#bytes.length) return 0;
    return this.#little ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  /** 0 beyond the end. */
  long(at: number): number {
    if (at + 4 > this.#bytes.length) return 0;
    return this.#little ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }

  /** The bytes of an entry's value: those in it where they are four at most; none where they are not all in the block. */
  value(entry: number): Buffer {
    const length = (TYPE_BYTES[this.short(entry + 2)] ?? 0) * this.long(entry + 4);
    const at = length <= 4 ? entry + 8 : this.long(entry + 8);
    return length > MAX_TEXT || at + length > this.#bytes.length
      ? Buffer.alloc(0)
      : this.#bytes.subarray(at, at + length);
  }

  /** Where the entries of the IFD at `at` are. */
  entries(at: number): readonly number[] {
    const room = Math.floor(Math.max(0, this.#bytes.length - at - 2) / ENTRY_BYTES);
    const count = at < 8 ? 0 : Math.min(this.short(at), room, MAX_ENTRIES);
    return Array.from({ length: count }, (_, n) => at + 2 + n * ENTRY_BYTES);
  }
}

/**
 * Texts by the names of their fields; of two of one name the first. What is cut off or damaged is not there.
 * @param block from its TIFF header on, or from `Exif\0\0`.
 */
export function exifTexts(block: Buffer): ReadonlyMap<string, string> {
  const tiff = new Tiff(block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block);
  const first = tiff.entries(tiff.long(4));
  const pointer = first.find((entry) => tiff.short(entry) === EXIF_IFD);
  const texts = new Map<string, string>();
  for (const entry of [...first, ...(pointer === undefined ? [] : tiff.entries(tiff.long(pointer + 8)))]) {
    const [keyword, decode] = TEXTS.get(tiff.short(entry)) ?? [];
    if (!keyword || !decode || texts.has(keyword)) continue;
    const text = decode(tiff.value(entry));
    if (text !== '') texts.set(keyword, text);
  }
  return texts;
}

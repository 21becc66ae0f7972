/** What a picture says of how it was made, in whichever format it is: parameters as A1111 has them, and JSON of ours. */
import { exifTexts } from './exif-texts.ts';
import { type Asked, type FoundTexts, MAX_TEXT } from './found-texts.ts';
import { GRID_KEYWORD } from './grid-record.ts';
import { JPEG_SIGNATURE, jpegBlocks, type TextBlocks, withJpegTexts } from './jpeg-text.ts';
import { INIT_IMAGE_KEYWORD, RECORD_KEYWORD } from './picture-record.ts';
import { PNG_SIGNATURE } from './png-chunks.ts';
import { pngExif, readTexts, withTexts } from './png-text.ts';
import { textIn, withoutNuls } from './text-bytes.ts';
import { isWebp, webpBlocks, withWebpTexts } from './webp-text.ts';
import { othersXmp } from './xmp-of-others.ts';
import { readXmp } from './xmp.ts';

/** A1111's keyword; the texts of JPEG and WebP, where they are an EXIF comment, go by it too. */
export const PARAMETERS_KEYWORD = 'parameters';
/** Under which a PNG has its XMP packet. */
const XMP_KEYWORD = 'XML:com.adobe.xmp';
/** A JPEG's own comment goes by the keyword that PNG has for one. */
const COMMENT_KEYWORD = 'Comment';

const MB = 1024 * 1024;
/** What is looked for in every picture, and how long each may be. */
const OWN_TEXTS: Asked = new Map([
  [PARAMETERS_KEYWORD, MAX_TEXT],
  [XMP_KEYWORD, MAX_TEXT],
  // A program names every unit at each of a thousand calls.
  [RECORD_KEYWORD, 16 * MB],
  // Ten thousand cells, each with a dozen numbers.
  [GRID_KEYWORD, 64 * MB],
  // A PNG of 8192x8192 pixels in base64; V8 has no longer strings.
  [INIT_IMAGE_KEYWORD, 511 * MB],
]);

/** The texts that are written into a picture. */
export interface Carried {
  readonly parameters: string;
  /** By keyword. */
  readonly json: ReadonlyMap<string, string>;
}

interface Format {
  readonly is: (file: Buffer) => boolean;
  readonly write: (file: Buffer, carried: Carried) => Buffer;
  readonly read: (file: Buffer, asked: Asked) => FoundTexts;
}

const startsWith = (signature: Buffer) => (file: Buffer) => file.subarray(0, signature.length).equals(signature);

const FORMATS: Readonly<Record<'png' | 'jpeg' | 'webp', Format>> = {
  png: {
    is: startsWith(PNG_SIGNATURE),
    write: (file, { parameters, json }) =>
      withTexts(file, [
        { keyword: PARAMETERS_KEYWORD, text: parameters, encoding: 'latin1' },
        ...[...json].map(([keyword, text]) => ({ keyword, text, encoding: 'utf8' as const })),
      ]),
    read: (file, asked) => {
      const { texts, troubles } = readTexts(file, asked);
      const xmp = texts.get(XMP_KEYWORD);
      const blocks = { exif: pngExif(file), xmp: xmp === undefined ? [] : [xmp], comment: null };
      return { texts: new Map([...textsIn(blocks), ...texts]), troubles };
    },
  },
  jpeg: {
    is: startsWith(JPEG_SIGNATURE),
    write: (file, { parameters, json }) => withJpegTexts(file, parameters, json),
    read: (file) => ({ texts: textsIn(jpegBlocks(file)), troubles: [] }),
  },
  webp: {
    is: isWebp,
    write: (file, { parameters, json }) => withWebpTexts(file, parameters, json),
    read: (file) => ({ texts: textsIn(webpBlocks(file)), troubles: [] }),
  },
};

/** Formats that can carry texts. */
export type CarryingFormat = keyof typeof FORMATS;

/**
 * The file with the texts in it; its pixels stay as they are.
 * @throws Problem where it is no whole PNG, or a WebP file without the extended header.
 */
export function withCarried(file: Buffer, format: CarryingFormat, carried: Carried): Buffer {
  return FORMATS[format].write(file, carried);
}

/**
 * Texts of ours, and those under keywords that others use; none where the format is another. A file that is cut off or damaged gives
 * what is whole, and what is not is among the troubles.
 * @param others keywords of PNG; EXIF, XMP and comments are read as far as there are such.
 */
export function readCarried(file: Buffer, others: readonly string[] = []): FoundTexts {
  const asked = new Map([...others.map((keyword) => [keyword, MAX_TEXT] as const), ...OWN_TEXTS]);
  const format = Object.values(FORMATS).find(({ is }) => is(file));
  return format?.read(file, asked) ?? { texts: new Map(), troubles: [] };
}

/** An EXIF comment goes by A1111's keyword. */
function textsIn({ exif, xmp, comment }: TextBlocks): ReadonlyMap<string, string> {
  const { UserComment, ...fields } = Object.fromEntries(exif ? exifTexts(exif) : []);
  const said = comment && comment.length <= MAX_TEXT ? withoutNuls(textIn(comment)) : '';
  return new Map([
    ...(said ? [[COMMENT_KEYWORD, said] as const] : []),
    ...Object.entries(fields),
    ...xmp.flatMap((packet) => [...othersXmp(packet), ...readXmp(packet)]),
    ...(UserComment ? [[PARAMETERS_KEYWORD, UserComment] as const] : []),
  ]);
}

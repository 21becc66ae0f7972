/** What a picture says of how it was made, in whichever format it is: parameters as A1111 has them, and JSON of ours. */
import { commentOf } from './exif.ts';
import { JPEG_SIGNATURE, readJpegTexts, withJpegTexts } from './jpeg-text.ts';
import { PNG_SIGNATURE, readTexts, withTexts } from './png-text.ts';
import { isWebp, readWebpTexts, withWebpTexts } from './webp-text.ts';

/** A1111's keyword; the texts of JPEG and WebP, where they are an EXIF comment, go by it too. */
export const PARAMETERS_KEYWORD = 'parameters';

/** The texts that are written into a picture. */
export interface Carried {
  readonly parameters: string;
  /** By keyword. */
  readonly json: ReadonlyMap<string, string>;
}

interface Format {
  readonly is: (file: Buffer) => boolean;
  readonly write: (file: Buffer, carried: Carried) => Buffer;
  readonly read: (file: Buffer) => ReadonlyMap<string, string>;
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
    read: readTexts,
  },
  jpeg: {
    is: startsWith(JPEG_SIGNATURE),
    write: (file, { parameters, json }) => withJpegTexts(file, parameters, json),
    read: (file) => withComment(file, readJpegTexts(file)),
  },
  webp: {
    is: isWebp,
    write: (file, { parameters, json }) => withWebpTexts(file, parameters, json),
    read: (file) => withComment(file, readWebpTexts(file)),
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

/** Texts by keyword; none where the format is another. */
export function readCarried(file: Buffer): ReadonlyMap<string, string> {
  return (
    Object.values(FORMATS)
      .find(({ is }) => is(file))
      ?.read(file) ?? new Map<string, string>()
  );
}

function withComment(file: Buffer, texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const comment = commentOf(file);
  return comment === null ? texts : new Map([[PARAMETERS_KEYWORD, comment], ...texts]);
}

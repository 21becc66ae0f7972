/**
 * Looks at a picture's file before anybody decodes it: which format it has, what size, whether it is whole. Reads headers only, so
 * nothing that they say is believed further than a comparison.
 */
import { type Problem, usageProblem } from '../../base/problem.ts';
import { readAvif } from './avif.ts';
import { Fault, type ReadHeaders, type Sides } from './fault.ts';
import { readGif } from './gif.ts';
import { readJpeg } from './jpeg.ts';
import { PICTURE_LIMITS } from './limits.ts';
import { readPng } from './png.ts';
import { seemsToBe } from './seems.ts';
import { readWebp } from './webp.ts';

interface Format {
  readonly signature: RegExp;
  readonly read: ReadHeaders;
}

/** What can be read; signatures in Latin-1. */
const FORMATS = {
  PNG: { signature: /^\x89PNG\r\n\x1a\n/, read: readPng },
  JPEG: { signature: /^\xff\xd8\xff/, read: readJpeg },
  WebP: { signature: /^RIFF.{4}WEBP/s, read: readWebp },
  GIF: { signature: /^GIF8[79]a/, read: readGif },
  // Its brand, or among those that it is compatible with.
  AVIF: { signature: /^\0\0.{2}ftyp(avi[fs]|(mif1|msf1|miaf).{4}(.{4})*?avi[fs])/s, read: readAvif },
} as const satisfies Readonly<Record<string, Format>>;

export type PictureFormat = keyof typeof FORMATS;

export interface Probed extends Sides {
  readonly format: PictureFormat;
}

/** Brands of an AVIF come after 16 bytes, four bytes each. */
const SIGNATURE_BYTES = 64;
const TAKE_ANOTHER = 'Give a PNG, JPEG, WebP, GIF or AVIF file.';

/**
 * The format and the size in pixels; of an animation, those of its canvas.
 * @param where what messages call it.
 * @throws Problem where it is another kind of file, not whole, or beyond {@link PICTURE_LIMITS}.
 */
export function probePicture(file: Buffer, where: string): Probed {
  requireBytes(file.length, where);
  const start = file.toString('latin1', 0, SIGNATURE_BYTES);
  for (const format of FORMAT_NAMES) {
    const { signature, read } = FORMATS[format];
    if (signature.test(start)) return { format, ...withinLimits(headersBy(read, file, format, where), where) };
  }
  const what = file.length === 0 ? 'the file is empty' : `it seems to be ${seemsToBe(file)}`;
  throw unreadable(where, what, TAKE_ANOTHER);
}

const FORMAT_NAMES = Object.keys(FORMATS) as readonly PictureFormat[];

/** "Not a picture that can be read", whatever the reason. @param fault goes on from there. */
export function unreadable(where: string, fault: string | null, remedy: string, cause?: unknown): Problem {
  return usageProblem(`${where}: not a picture that can be read${fault ? `: ${fault}` : ''}`, remedy, cause);
}

/** @throws Problem where a file is larger than any that is read. */
export function requireBytes(bytes: number, where: string): void {
  if (bytes <= PICTURE_LIMITS.bytes) return;
  throw usageProblem(
    `${where}: the file has ${millions(bytes)} MB, and pictures are read up to ${millions(PICTURE_LIMITS.bytes)} MB`,
    'Save it smaller, or as JPEG or WebP.',
  );
}

function headersBy(read: ReadHeaders, file: Buffer, format: string, where: string): Sides {
  try {
    const { width, height } = read(file);
    return { width, height };
  } catch (cause) {
    const isCut = cause instanceof RangeError;
    if (!isCut && !(cause instanceof Fault)) throw cause;
    const fault = isCut ? 'it ends too early' : cause.message;
    throw unreadable(where, `a ${format} file, but ${fault}`, 'Was it downloaded whole? Save it again, as PNG.', cause);
  }
}

function withinLimits({ width, height }: Sides, where: string): Sides {
  const { side, pixels } = PICTURE_LIMITS;
  if (width <= side && height <= side && width * height <= pixels) return { width, height };
  throw usageProblem(
    `${where}: ${width}x${height} pixels are too many: pictures are read up to ${millions(pixels)} million pixels and ${side.toLocaleString('en')} a side`,
    'Make it smaller first.',
  );
}

function millions(count: number): string {
  return String(Math.floor(count / 1e6));
}

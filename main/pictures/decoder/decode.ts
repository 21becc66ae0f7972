/** Decodes foreign pictures. For the decoder's process alone: what Skia makes of a file may end the process that it is in. */
import { writeFile } from 'node:fs/promises';
import { type Canvas, type Image, loadImage } from '@napi-rs/canvas';
import { pngOf } from '../picture.ts';
import { withoutTexts } from '../png-text.ts';
import { readPictureFile } from '../probe/read-picture-file.ts';
import { probePicture, unreadable } from '../probe/probe.ts';
import type { FromDecoder, Operation, Size, ToDecoder } from './messages.ts';
import { writeCarried } from './carried-file.ts';
import { covering, onWhite, pixelsOf, scaledDown } from './scale.ts';
import { noRoom } from './temporary-folder.ts';
import { requireWholePixels } from './whole-pixels.ts';

/** No ringing that one would see at this size. WebP would be a third smaller and take twenty times longer. */
const THUMBNAIL_QUALITY = 88;

/** The size of what has no pixels. */
const NOTHING: Size = { width: 0, height: 0 };

type Sizes = Pick<Extract<FromDecoder, { readonly kind: 'done' }>, 'size' | 'from'>;

/**
 * Writes what is asked for to the path that is given.
 * @param onRead the picture is decoded.
 * @throws Problem where the file cannot be read, or is no picture that can be.
 */
export async function carryOut({ source, where, operation, into }: ToDecoder, onRead: () => void): Promise<Sizes> {
  if (operation.kind === 'carried') {
    await writeCarried(source, where, into);
    return { size: NOTHING, from: NOTHING };
  }
  const image = await decoded(await readPictureFile(source, where), where);
  onRead();
  const { size, bytes } = made(image, operation);
  if (bytes) {
    await writeFile(into, bytes).catch((cause: Error) => {
      throw noRoom(cause);
    });
  }
  return { size, from: sizeOf(image) };
}

async function decoded(bytes: Buffer, where: string): Promise<Image> {
  const { format } = probePicture(bytes, where);
  if (format === 'PNG') await requireWholePixels(bytes, where);
  try {
    // A text of 2 MB, as a start picture is, takes Skia a second, and one of 40 MB minutes.
    return await loadImage(format === 'PNG' ? withoutTexts(bytes) : bytes);
  } catch (cause) {
    throw unreadable(where, `a ${format} file that cannot be decoded`, 'Save it again, as PNG.', cause);
  }
}

interface Made {
  readonly size: Size;
  /** null where the size is all. */
  readonly bytes: Uint8Array | null;
}

function made(image: Image, operation: Exclude<Operation, { kind: 'carried' }>): Made {
  switch (operation.kind) {
    case 'look':
      return { size: sizeOf(image), bytes: null };
    case 'pixels':
      return of(onWhite(image), rgb);
    case 'fitted':
      return of(covering(image, operation.width, operation.height), rgb);
    case 'png':
      return of(onWhite(image), pngOf);
    case 'thumbnail':
      return of(scaledDown(image, operation.side), (canvas) => canvas.encodeSync('jpeg', THUMBNAIL_QUALITY));
  }
}

function of(canvas: Canvas, encode: (canvas: Canvas) => Uint8Array): Made {
  return { size: sizeOf(canvas), bytes: encode(canvas) };
}

function sizeOf({ width, height }: Image | Canvas): Size {
  return { width, height };
}

function rgb(canvas: Canvas): Uint8Array {
  return pixelsOf(canvas).pixels;
}

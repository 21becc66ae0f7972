/** Decodes foreign pictures. For the decoder's process alone: what Skia makes of a file may end the process that it is in. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { type Canvas, type Image, loadImage } from '@napi-rs/canvas';
import { usageProblem } from '../../base/problem.ts';
import { pngOf } from '../picture.ts';
import { probePicture, requireBytes, unreadable } from '../probe/probe.ts';
import type { Operation, Size, ToDecoder } from './messages.ts';
import { covering, onWhite, pixelsOf, scaledDown } from './scale.ts';
import { noRoom } from './temporary-folder.ts';
import { requireWholePixels } from './whole-pixels.ts';

/** No ringing that one would see at this size. WebP would be a third smaller and take twenty times longer. */
const THUMBNAIL_QUALITY = 88;

/**
 * Writes what is asked for to the path that is given.
 * @param onRead the picture is decoded.
 * @throws Problem where the file cannot be read, or is no picture that can be.
 */
export async function carryOut({ source, where, operation, into }: ToDecoder, onRead: () => void): Promise<Size> {
  const image = await decoded(await bytesOf(source, where), where);
  onRead();
  const { size, bytes } = made(image, operation);
  if (bytes) {
    await writeFile(into, bytes).catch((cause: Error) => {
      throw noRoom(cause);
    });
  }
  return size;
}

async function bytesOf(source: string, where: string): Promise<Buffer> {
  try {
    const found = await stat(source);
    if (!found.isFile()) throw usageProblem(`${where}: it is no file`, 'Give the path of a picture.');
    requireBytes(found.size, where);
    return await readFile(source);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw usageProblem(`${where}: cannot be read (${String(cause.code)})`, 'Check the path.', cause);
  }
}

async function decoded(bytes: Buffer, where: string): Promise<Image> {
  const { format } = probePicture(bytes, where);
  if (format === 'PNG') await requireWholePixels(bytes, where);
  try {
    return await loadImage(bytes);
  } catch (cause) {
    throw unreadable(where, `a ${format} file that cannot be decoded`, 'Save it again, as PNG.', cause);
  }
}

interface Made {
  readonly size: Size;
  /** null where the size is all. */
  readonly bytes: Uint8Array | null;
}

function made(image: Image, operation: Operation): Made {
  switch (operation.kind) {
    case 'look':
      return { size: { width: image.width, height: image.height }, bytes: null };
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
  return { size: { width: canvas.width, height: canvas.height }, bytes: encode(canvas) };
}

function rgb(canvas: Canvas): Uint8Array {
  return pixelsOf(canvas).pixels;
}

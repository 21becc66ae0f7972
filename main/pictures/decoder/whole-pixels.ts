/** Skia gives the part of a cut PNG that is there, and the rest black: half a picture should start no run in silence. */
import { Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { readPng } from '../probe/png.ts';
import { unreadable } from '../probe/probe.ts';

/** Inflated at a time. */
const PIECE_BYTES = 256 * 1024;

/**
 * Inflates the pixels' data, keeping none of it, until there is as much as the size takes; what comes after that is not looked at.
 * @throws Problem where there is less, or where it is no zlib stream.
 */
export async function requireWholePixels(png: Buffer, where: string): Promise<void> {
  const { pixelData, inflatedBytes } = readPng(png);
  const inflated = await inflatedUpTo(inflatedBytes, pixelData).catch((cause: unknown) => {
    throw unreadable(where, 'a PNG file, but its pixels are damaged', 'Save it again, as PNG.', cause);
  });
  if (inflated >= inflatedBytes) return;
  throw unreadable(where, 'a PNG file, but its pixels end too early', 'Was it downloaded whole?');
}

/** @returns how many bytes come out, counted no further than soon after `wanted`. */
async function inflatedUpTo(wanted: number, pieces: readonly Buffer[]): Promise<number> {
  let count = 0;
  try {
    for await (const piece of Readable.from(pieces).pipe(createInflate({ chunkSize: PIECE_BYTES }))) {
      count += (piece as Buffer).length;
      if (count >= wanted) break;
    }
  } catch (error) {
    // A stream that is cut off has no end; what came before it counts.
    if (!(error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR')) throw error;
  }
  return count;
}

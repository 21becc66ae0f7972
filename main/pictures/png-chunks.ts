/** The chunks of a PNG file (PNG 1.2, 3.2): length, type, data, checksum. */
import { crc32 } from 'node:zlib';
import { failure } from '../base/problem.ts';

/** The first eight bytes of every PNG. */
export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

interface PlacedChunk extends Chunk {
  /** Where in the file it begins. */
  readonly at: number;
  readonly checksum: number;
}

/** Of a walk that came to the end of the file inside a chunk. */
export const CUT_OFF = 'cut off';

/** The chunks up to IEND, none of them checked. @throws Problem where it is no PNG. */
export function* chunksIn(png: Buffer): Generator<PlacedChunk, typeof CUT_OFF | null> {
  if (!png.subarray(0, 8).equals(PNG_SIGNATURE)) throw failure('not a PNG file: the signature is missing');
  for (let at = 8; at < png.length;) {
    if (at + 12 > png.length) return CUT_OFF;
    const end = at + 8 + png.readUInt32BE(at);
    if (end + 4 > png.length) return CUT_OFF;
    const type = png.toString('latin1', at + 4, at + 8);
    yield { type, data: png.subarray(at + 8, end), at, checksum: png.readUInt32BE(end) };
    if (type === 'IEND') return null;
    at = end + 4;
  }
  return null;
}

/** Whether it is as it was written. */
export function isIntact({ type, data, checksum }: PlacedChunk): boolean {
  return checksum === crc32(data, crc32(type));
}

/** All chunks. @throws Problem where the file is cut off or damaged anywhere. */
export function allChunks(png: Buffer): readonly Chunk[] {
  const walk = chunksIn(png);
  const chunks: Chunk[] = [];
  for (let step = walk.next(); ; step = walk.next()) {
    if (step.done) {
      if (step.value === CUT_OFF) throw failure(`PNG: cut off at byte ${png.length}, inside a chunk`);
      return chunks;
    }
    if (!isIntact(step.value)) {
      throw failure(`PNG: chunk ${step.value.type} at byte ${step.value.at} is damaged: its checksum does not fit`);
    }
    chunks.push(step.value);
  }
}

/** A chunk as it lies in the file. */
export function writeChunk({ type, data }: Chunk): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(data, crc32(type)), 8 + data.length);
  return chunk;
}

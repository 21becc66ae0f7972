/** WebP (RFC 9649): a lossy or lossless bitstream alone, or behind an extended header with which its size agrees. */
import { Fault, notEmpty, type Sides } from './fault.ts';

const [FIRST_CHUNK, CHUNK_HEADER] = [12, 8];
/** Where the chunks within a frame of an animation begin. */
const FRAME_HEADER = 16;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** @throws Fault, RangeError as {@link ReadHeaders} does. */
export function readWebp(file: Buffer): Sides {
  const end = 8 + file.readUInt32LE(4);
  if (end > file.length) throw new Fault('it is cut off: it says that it is longer');
  const [first, ...rest] = chunksOf(file.subarray(0, end), FIRST_CHUNK);
  if (first?.type !== 'VP8X') return bitstreamOf(first ? [first] : []);
  const canvas = { width: 1 + first.data.readUIntLE(4, 3), height: 1 + first.data.readUIntLE(7, 3) };
  const frame = rest.find(({ type }) => type === 'ANMF')?.data;
  return frame ? within(canvas, frame) : agreed(canvas, bitstreamOf(rest));
}

/** The first frame of an animation may be smaller than the canvas. @returns the canvas. */
function within(canvas: Sides, frame: Buffer): Sides {
  const [left, top, width, height] = [0, 3, 6, 9].map((at) => frame.readUIntLE(at, 3)) as [
    number,
    number,
    number,
    number,
  ];
  const sides = agreed({ width: 1 + width, height: 1 + height }, bitstreamOf(chunksOf(frame, FRAME_HEADER)));
  if (2 * left + sides.width > canvas.width || 2 * top + sides.height > canvas.height) {
    throw new Fault('its first picture sticks out of its canvas');
  }
  return canvas;
}

function agreed(header: Sides, bitstream: Sides): Sides {
  if (header.width === bitstream.width && header.height === bitstream.height) return header;
  throw new Fault(
    `its header says ${header.width}x${header.height}, and its pixels are ${bitstream.width}x${bitstream.height}`,
  );
}

function bitstreamOf(chunks: readonly Chunk[]): Sides {
  const chunk = chunks.find(({ type }) => Object.hasOwn(BITSTREAMS, type));
  if (!chunk) throw new Fault('it has no pixels');
  return notEmpty(BITSTREAMS[chunk.type]!(chunk.data));
}

const BITSTREAMS: Readonly<Record<string, (data: Buffer) => Sides>> = {
  /** Lossy: RFC 6386, 9.1. */
  'VP8 '(data) {
    const isKeyFrame = (data.readUInt8(0) & 1) === 0;
    if (!isKeyFrame || data.readUIntBE(3, 3) !== 0x9d012a) throw new Fault('its pixels begin with no key frame');
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  },
  /** Lossless: RFC 9649, 3.4. */
  VP8L(data) {
    const bits = data.readUInt32LE(1);
    if (data.readUInt8(0) !== 0x2f || bits >>> 29 !== 0) throw new Fault('its pixels begin with no lossless header');
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  },
};

function chunksOf(part: Buffer, start: number): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = start; at + CHUNK_HEADER <= part.length;) {
    const length = part.readUInt32LE(at + 4);
    const data = part.subarray(at + CHUNK_HEADER, at + CHUNK_HEADER + length);
    if (data.length < length) throw new Fault('one of its chunks is longer than the file');
    chunks.push({ type: part.toString('latin1', at, at + 4), data });
    at += CHUNK_HEADER + length + (length % 2);
  }
  return chunks;
}

/** PNG (W3C, third edition): a header of 13 bytes, then chunks up to IEND, IDAT among them. */
import { Fault, notEmpty, type Sides } from './fault.ts';

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 13;
/** Length, type and checksum of a chunk. */
const AROUND_DATA = 12;
/** Encoders write 8 KB at a time: the largest file that is taken has 16,384 of those. More is no picture but a way to keep readers busy. */
const MAX_CHUNKS = 2 ** 17;

/** Colour type -> the bit depths that it may have, and how many channels (11.2.1). */
const COLOUR_TYPES: Readonly<Record<number, { readonly depths: readonly number[]; readonly channels: number }>> = {
  0: { depths: [1, 2, 4, 8, 16], channels: 1 },
  2: { depths: [8, 16], channels: 3 },
  3: { depths: [1, 2, 4, 8], channels: 1 },
  4: { depths: [8, 16], channels: 2 },
  6: { depths: [8, 16], channels: 4 },
};
const PALETTE = 3;

/** Adam7: where each pass begins, and how far its pixels are apart, across and down (8.2). */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** What a PNG's chunks say. */
export interface PngHeaders extends Sides {
  /** The zlib stream of the pixels, in the pieces it is stored in. */
  readonly pixelData: readonly Buffer[];
  /** What that stream inflates to: for each row a byte for its filter, and its pixels. */
  readonly inflatedBytes: number;
}

/** @throws Fault, RangeError as {@link ReadHeaders} does. */
export function readPng(file: Buffer): PngHeaders {
  if (file.readUInt32BE(SIGNATURE_BYTES) !== HEADER_BYTES || typeAt(file, SIGNATURE_BYTES) !== 'IHDR') {
    throw new Fault('its first chunk is not a PNG header of 13 bytes');
  }
  const header = file.subarray(SIGNATURE_BYTES + 8);
  const sides = notEmpty({ width: header.readUInt32BE(0), height: header.readUInt32BE(4) });
  const [depth, colourType, compression, filter, interlace] = [8, 9, 10, 11, 12].map((at) => header.readUInt8(at));
  const colour = COLOUR_TYPES[colourType!];
  if (!colour?.depths.includes(depth!) || compression !== 0 || filter !== 0 || interlace! > 1) {
    throw new Fault('its header names a PNG form that does not exist');
  }
  const chunks = chunksOf(file);
  const isPixels = ({ type }: Chunk) => type === 'IDAT';
  const pixelData = chunks.filter(isPixels).map(({ data }) => data);
  if (pixelData.every(({ length }) => length === 0)) throw new Fault('it has no pixels (IDAT)');
  const palette = chunks.findIndex(({ type }) => type === 'PLTE');
  if (colourType === PALETTE && (palette < 0 || palette > chunks.findIndex(isPixels))) {
    throw new Fault('its palette (PLTE) is missing');
  }
  return { ...sides, pixelData, inflatedBytes: inflatedBytes(sides, depth! * colour.channels, interlace === 1) };
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** All before IEND. What lies behind that is nobody's business. */
function chunksOf(file: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_BYTES; chunks.length < MAX_CHUNKS;) {
    const [length, type] = [file.readUInt32BE(at), typeAt(file, at)];
    if (!/^[A-Za-z]{4}$/.test(type)) throw new Fault(`at byte ${at} a chunk should begin, and none does`);
    if (at + AROUND_DATA + length > file.length) throw new Fault(`it ends within a chunk (${type})`);
    if (type === 'IEND') return chunks;
    if (type === 'IHDR' && chunks.length > 0) throw new Fault('it has two headers');
    chunks.push({ type, data: file.subarray(at + 8, at + 8 + length) });
    at += AROUND_DATA + length;
  }
  throw new Fault(`it has more than ${MAX_CHUNKS.toLocaleString('en')} chunks`);
}

function typeAt(file: Buffer, at: number): string {
  return file.toString('latin1', at + 4, at + 8);
}

function inflatedBytes({ width, height }: Sides, bitsPerPixel: number, interlaced: boolean): number {
  const passes = interlaced ? PASSES : [[0, 0, 1, 1] as const];
  return passes.reduce((sum, [left, top, across, down]) => {
    const columns = Math.ceil((width - left) / across);
    const rows = Math.ceil((height - top) / down);
    return columns > 0 && rows > 0 ? sum + rows * (1 + Math.ceil((columns * bitsPerPixel) / 8)) : sum;
  }, 0);
}

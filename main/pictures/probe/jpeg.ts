/** JPEG (ITU-T T.81): segments up to the one frame header and the first scan, and an end. */
import { Fault, notEmpty, type Sides } from './fault.ts';

const [START, END, SCAN] = [0xd8, 0xd9, 0xda];
/** Without a length: restarts and TEM (B.1.1.3), and 0, which makes a byte of data of the one before it. */
const BARE: ReadonlySet<number> = new Set([0x00, 0x01, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7]);
/** Baseline, extended and progressive, in Huffman's code: what decoders of photographs read. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
/** Lossless, hierarchical and arithmetic coding. */
const RARE_FRAMES: ReadonlySet<number> = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const END_BYTES = Buffer.from([0xff, END]);

/** @throws Fault, RangeError as {@link ReadHeaders} does. */
export function readJpeg(file: Buffer): Sides {
  let sides: Sides | null = null;
  for (let at = 2; ;) {
    const marker = file.readUInt8(at) === 0xff ? file.readUInt8(at + 1) : null;
    // Fill bytes; and what no segment should have after it, which every decoder skips.
    if (marker === 0xff || marker === null) at += 1;
    else if (BARE.has(marker)) at += 2;
    else {
      if (marker === START || marker === END) throw new Fault('it ends before its pixels');
      const length = file.readUInt16BE(at + 2);
      if (length < 2 || at + 2 + length > file.length) throw new Fault('one of its segments is longer than the file');
      const segment = file.subarray(at + 4, at + 2 + length);
      if (RARE_FRAMES.has(marker)) throw new Fault('it is a JPEG of a kind for special uses');
      if (FRAMES.has(marker)) {
        if (sides) throw new Fault('it has two frame headers');
        sides = readFrame(segment);
      }
      at += 2 + length;
      if (marker === SCAN) return beforeEnd(file, at, segment, sides);
    }
  }
}

function readFrame(segment: Buffer): Sides {
  const [depth, height, width] = [segment.readUInt8(0), segment.readUInt16BE(1), segment.readUInt16BE(3)];
  const channels = segment.readUInt8(5);
  if (depth !== 8) throw new Fault(`it has ${depth} bits a sample, and 8 can be read`);
  if (segment.length !== 6 + 3 * channels || ![1, 3, 4].includes(channels)) {
    throw new Fault('its frame header contradicts itself');
  }
  return notEmpty({ width, height });
}

/** In the pixels' data every 0xff is followed by a 0, or a marker: an end is one. */
function beforeEnd(file: Buffer, scanData: number, scan: Buffer, sides: Sides | null): Sides {
  if (!sides) throw new Fault('it has no frame header');
  if (scan.length !== 4 + 2 * scan.readUInt8(0)) throw new Fault('its scan header contradicts itself');
  if (file.indexOf(END_BYTES, scanData) < 0) throw new Fault('it is cut off: its end is missing');
  return sides;
}

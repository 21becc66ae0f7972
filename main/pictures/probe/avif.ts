/** AVIF (ISO/IEC 23008-12): boxes, and among the properties of its pictures their sizes (`meta/iprp/ipco/ispe`). */
import { Fault, notEmpty, type Sides } from './fault.ts';

/** A file has a handful; a thumbnail, transparency and the tiles of a large picture have properties of their own. */
const MAX_BOXES = 10_000;
/** Version and flags come before what such a box has in it. */
const VERSION_BYTES = 4;

interface Box {
  readonly type: string;
  readonly data: Buffer;
}

/**
 * The size of the largest picture in it: a file's other pictures are parts of that, or its thumbnail.
 * @throws Fault, RangeError as {@link ReadHeaders} does.
 */
export function readAvif(file: Buffer): Sides {
  const top = boxesOf(file);
  if (!top.some(({ type }) => type === 'mdat')) throw new Fault('it has no pixels (mdat)');
  const meta = inside(top, 'meta').subarray(VERSION_BYTES);
  const properties = boxesOf(inside(boxesOf(inside(boxesOf(meta), 'iprp')), 'ipco'));
  const sizes = properties
    .filter(({ type }) => type === 'ispe')
    .map(({ data }) => notEmpty({ width: data.readUInt32BE(4), height: data.readUInt32BE(8) }))
    .toSorted((a, b) => b.width * b.height - a.width * a.height);
  if (!sizes[0]) throw new Fault('it does not say its size (ispe)');
  return sizes[0];
}

function inside(boxes: readonly Box[], wanted: string): Buffer {
  const box = boxes.find(({ type }) => type === wanted);
  if (!box) throw new Fault(`a part of its header is missing (${wanted})`);
  return box.data;
}

function boxesOf(part: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < part.length && boxes.length < MAX_BOXES;) {
    const [short, type] = [part.readUInt32BE(at), part.toString('latin1', at + 4, at + 8)];
    const header = short === 1 ? 16 : 8;
    // 0: up to the end; 1: the length follows, in eight bytes.
    const length = short === 1 ? Number(part.readBigUInt64BE(at + 8)) : short || part.length - at;
    if (length < header || at + length > part.length) throw new Fault(`it is cut off within a box (${type})`);
    boxes.push({ type, data: part.subarray(at + header, at + length) });
    at += length;
  }
  return boxes;
}

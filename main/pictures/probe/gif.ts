/** GIF (87a, 89a): a screen, and the first picture within it. */
import { Fault, notEmpty, type Sides } from './fault.ts';

const [EXTENSION, PICTURE] = [0x21, 0x2c];
/** Bits of a code at first; the format's codes have at most 12. */
const CODE_BITS = { min: 2, max: 8 };

/** @throws Fault, RangeError as {@link ReadHeaders} does. */
export function readGif(file: Buffer): Sides {
  const screen = notEmpty({ width: file.readUInt16LE(6), height: file.readUInt16LE(8) });
  let at = 13 + tableBytes(file.readUInt8(10));
  while (file.readUInt8(at) === EXTENSION) at = afterBlocks(file, at + 2);
  if (file.readUInt8(at) !== PICTURE) throw new Fault('no picture follows its header');
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => file.readUInt16LE(at + offset)) as [
    number,
    number,
    number,
    number,
  ];
  notEmpty({ width, height });
  if (left + width > screen.width || top + height > screen.height) {
    throw new Fault(
      `its first picture (${width}x${height} at ${left}, ${top}) sticks out of its ${screen.width}x${screen.height}`,
    );
  }
  const data = at + 10 + tableBytes(file.readUInt8(at + 9));
  const codeBits = file.readUInt8(data);
  if (codeBits < CODE_BITS.min || codeBits > CODE_BITS.max) throw new Fault('its pixels are in no code of GIF');
  if (afterBlocks(file, data + 1) === data + 2) throw new Fault('it has no pixels');
  return screen;
}

/** Of the colour table that flags announce. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Blocks have a length of one byte before them; one of 0 ends them. @returns the byte after that. */
function afterBlocks(file: Buffer, first: number): number {
  let at = first;
  for (let length = file.readUInt8(at); length > 0; length = file.readUInt8(at)) at += 1 + length;
  return at + 1;
}

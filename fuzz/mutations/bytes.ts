/** Bytes that were well-formed, changed: bits, numbers of two to eight bytes, pieces left out, doubled or moved, an end too early. */
import * as fc from 'fast-check';

const edit = fc.record({
  kind: fc.constantFrom('bit', 'byte', 'number', 'cut', 'leave out', 'double', 'zeros', 'append'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 64 }),
  value: fc.nat({ max: 255 }),
  number: fc.constantFrom(0n, 1n, 0x7fn, 0xffn, 0x7fffn, 0xffffn, 0x7fffffffn, 0xffffffffn, 0x7fffffffffffffffn, 0xffffffffffffffffn), // prettier-ignore
  width: fc.constantFrom(2, 4, 8),
  little: fc.boolean(),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

/** @param seeds what is well-formed; each input begins with one of them. */
export function mutatedBytes(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  return fc
    .record({ seed: fc.nat({ max: seeds.length - 1 }), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) })
    .map(({ seed, edits }) => edits.reduce(apply, seeds[seed]!));
}

/** A text whose bytes are changed as {@link mutatedBytes} does: what is no UTF-8 any more comes out as U+FFFD. */
export function mutatedText(seeds: readonly string[]): fc.Arbitrary<string> {
  return mutatedBytes(seeds.map((seed) => Buffer.from(seed))).map(String);
}

function apply(bytes: Buffer, { kind, at: where, length, value, number, width, little }: Edit): Buffer {
  const at = Math.floor(where * bytes.length);
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
  switch (kind) {
    case 'cut':
      return before;
    case 'leave out':
      return Buffer.concat([before, after]);
    case 'double':
      return Buffer.concat([before, piece, piece, after]);
    case 'zeros':
      return Buffer.concat([before, Buffer.alloc(length), bytes.subarray(at)]);
    case 'append':
      return Buffer.concat([bytes, Buffer.alloc(length, value)]);
    case 'number': {
      const digits = Buffer.alloc(8);
      if (little) digits.writeBigUInt64LE(number);
      else digits.writeBigUInt64BE(number);
      const written = little ? digits.subarray(0, width) : digits.subarray(8 - width);
      return Buffer.concat([before, written, bytes.subarray(at + width)]);
    }
    default: {
      const changed = Buffer.from(bytes);
      if (at < changed.length) changed[at] = kind === 'bit' ? changed[at]! ^ (1 << (value % 8)) : value;
      return changed;
    }
  }
}

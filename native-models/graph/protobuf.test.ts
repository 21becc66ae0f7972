/** Against the examples of protobuf's own description of its encoding, and what follows from it. */
import { expect, test } from 'vitest';
import { ProtobufWriter } from './protobuf.ts';

const hex = (writer: ProtobufWriter) => Buffer.from(writer.finish()).toString('hex');

test('numbers, texts and messages, as the description has them', () => {
  expect(hex(new ProtobufWriter().varint(1, 150))).toBe('089601');
  expect(hex(new ProtobufWriter().string(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(new ProtobufWriter().message(3, (inner) => inner.varint(1, 150)))).toBe('1a03089601');
  expect(hex(new ProtobufWriter().varint(1, -2))).toBe('08feffffffffffffffff01');
  expect(hex(new ProtobufWriter().float(1, 0.15625))).toBe('0d0000203e');
});

test.each([0, 1, 127, 128, 300, 16_383, 16_384, 2 ** 31, 2 ** 53 - 1])('%d, seven bits at a time', (value) => {
  const bytes = Buffer.from(new ProtobufWriter().varint(1, value).finish()).subarray(1);
  const read = [...bytes].reduce((sum, byte, index) => sum + (byte & 0x7f) * 2 ** (7 * index), 0);
  expect(read).toBe(value);
  expect([...bytes].map((byte) => byte >= 0x80)).toEqual([...bytes].map((_, index) => index < bytes.length - 1));
});

test.each([
  ['nothing', ''],
  ['127 bytes', 'x'.repeat(127)],
  ['128 bytes', 'x'.repeat(128)],
  ['letters of two bytes', 'ü'],
  ['signs of three', '日本語'],
  ['more than a new writer has room for', '🐼'.repeat(5000)],
])('a text of %s', (_, text) => {
  const bytes = Buffer.from(text);
  const written = hex(new ProtobufWriter().string(1, text));
  expect(written === hex(new ProtobufWriter().bytes(1, bytes))).toBe(true);
  expect(written.endsWith(bytes.toString('hex'))).toBe(true);
});

test('messages in messages, each longer than its length has room for in a byte', () => {
  const text = 'x'.repeat(200);
  const nested = (depth: number) => (message: ProtobufWriter) => {
    if (depth > 0)
      message
        .string(1, text)
        .message(2, nested(depth - 1))
        .varint(3, depth);
  };
  // The same from the inside out, each message given as the bytes that it is.
  let inner = new ProtobufWriter().finish();
  for (const depth of [1, 2, 3]) inner = new ProtobufWriter().string(1, text).bytes(2, inner).varint(3, depth).finish();
  const whole = new ProtobufWriter().varint(7, 7).message(9, nested(3)).varint(8, 8);
  expect(hex(whole)).toBe(hex(new ProtobufWriter().varint(7, 7).bytes(9, inner).varint(8, 8)));
});

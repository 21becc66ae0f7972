import { expect, test } from 'vitest';
import { canExceedFloat16, hasInfinite, TO_FLOAT16 } from './to-float16.ts';
import { TO_FLOAT32 } from './to-float32.ts';

const converted = (dtype: string, numbers: { readonly buffer: ArrayBuffer }): Uint16Array =>
  TO_FLOAT16[dtype]!(new Uint8Array(numbers.buffer));

/** What the language itself rounds to. */
const halvesOf = (numbers: Float32Array | Float64Array): Uint16Array =>
  new Uint16Array(new Float16Array(numbers).buffer);

/** Bit patterns of all signs and exponents, with mantissas that lie at, just below and just above where rounding turns. */
const bits = Uint32Array.from(
  Array.from({ length: 512 }, (_, top) => top << 23).flatMap((top) =>
    [0, 1, 0xfff, 0x1000, 0x1001, 0x1fff, 0x2fff, 0x3000, 0x3001, 0x400000, 0x555555, 0x7fefff, 0x7ff000, 0x7fffff].map(
      (mantissa) => (top | mantissa) >>> 0,
    ),
  ),
);

test('every kind of f32 number is rounded as the language rounds it: ties to even, subnormal, beyond the largest', () => {
  const numbers = new Float32Array(bits.buffer);
  const finite = numbers.filter((number) => !Number.isNaN(number));
  expect(converted('F32', finite)).toEqual(halvesOf(finite));
  expect([...new Float16Array(converted('F32', Float32Array.of(NaN)).buffer as ArrayBuffer)]).toEqual([NaN]);
});

test('halfway between two subnormal numbers, and below the smallest', () => {
  const unit = 2 ** -24;
  const numbers = Float32Array.from([0.5, 0.50001, 1, 1.5, 2.5, 1023.5, 1024, 0.25, -0.5, -1.5], (n) => n * unit);
  expect(converted('F32', numbers)).toEqual(halvesOf(numbers));
});

test.each(['F8_E4M3', 'F8_E5M2'])('all %s numbers: a half holds every one', (dtype) => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect([...new Float16Array(converted(dtype, bytes).buffer as ArrayBuffer)]).toEqual([...TO_FLOAT32[dtype]!(bytes)]);
  expect(canExceedFloat16(dtype)).toBe(false);
});

test('all bf16 numbers', () => {
  const patterns = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const numbers = new Float32Array(Uint32Array.from(patterns, (pattern) => pattern << 16).buffer);
  const isNumber = [...numbers].map((number) => !Number.isNaN(number));
  const found = converted('BF16', patterns).filter((_, i) => isNumber[i]);
  expect(found).toEqual(halvesOf(numbers).filter((_, i) => isNumber[i]));
});

test('f64 is rounded once', () => {
  // By way of f32, which has no room for the last bit, it would be a tie and go down.
  const numbers = Float64Array.of(1 + 2 ** -11 + 2 ** -40, 1e300, -0);
  expect(converted('F64', numbers)).toEqual(halvesOf(numbers));
  expect(new Float16Array(converted('F64', numbers).buffer as ArrayBuffer)[0]).toBe(1 + 2 ** -10);
});

test('infinities are found', () => {
  expect(hasInfinite(Uint16Array.of(0x3c00, 0x7bff, 0xfbff))).toBe(false);
  expect(hasInfinite(converted('F32', Float32Array.of(1, 65520)))).toBe(true);
  expect(hasInfinite(converted('F32', Float32Array.of(1, 65519)))).toBe(false);
});

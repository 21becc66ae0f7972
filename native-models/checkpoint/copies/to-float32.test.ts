import { expect, test } from 'vitest';
import { recordedJson } from '../../reference/recording.ts';
import { TO_FLOAT32 } from './to-float32.ts';

const halves = Uint16Array.from({ length: 65536 }, (_, half) => half);

function converted(dtype: string, numbers: { readonly buffer: ArrayBuffer }): Float32Array {
  return TO_FLOAT32[dtype]!(new Uint8Array(numbers.buffer));
}

/** A half by the formula of IEEE 754. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}

test('every f16 number, subnormal, infinity and NaN', () => {
  expect([...converted('F16', halves)]).toEqual([...halves].map(half));
});

test('every bf16 number is the upper half of an f32', () => {
  const view = new DataView(new ArrayBuffer(4));
  const expected = [...halves].map((bits) => {
    view.setUint16(0, bits);
    return view.getFloat32(0);
  });
  expect([...converted('BF16', halves)]).toEqual(expected);
});

test('f64 is rounded, also beyond what f32 can hold', () => {
  const numbers = Float64Array.of(0.1, 1e300, -0, NaN);
  expect([...converted('F64', numbers)]).toEqual([Math.fround(0.1), Infinity, -0, NaN]);
});

/** What JSON has no number for is recorded as a word. */
const WORDS: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const recorded = recordedJson<Readonly<Record<string, readonly (number | string)[]>>>('float8.json');

test.each(Object.entries(recorded))('every %s number as torch reads it', (dtype, numbers) => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect([...converted(dtype, bytes)]).toEqual(numbers.map((n) => (typeof n === 'string' ? WORDS[n] : n)));
});

import { TO_FLOAT32 } from './to-float32.ts';

/**
 * f16 bit patterns of other float types, rounded to the nearest, ties to even, as torch rounds. Input and output are views
 * of whole elements.
 */
export type ToFloat16 = (bytes: Uint8Array<ArrayBuffer>) => Uint16Array<ArrayBuffer>;

const INFINITY = 0x7c00;
const QUIET_NAN = 0x7e00;

/** The bits of a finite f32 number, or one that is not, in f16. Beyond 65504 it becomes infinite. */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? QUIET_NAN : INFINITY); // 2^16 and beyond
  if (magnitude < 0x38800000) return sign | subnormalHalfOf(magnitude); // below 2^-14
  // 112 is what exponents differ by. What carries out of the mantissa is right in the exponent.
  return sign | ((magnitude - (112 << 23) + 0xfff + ((magnitude >> 13) & 1)) >> 13);
}

/** In units of 2^-24. */
function subnormalHalfOf(magnitude: number): number {
  const exponent = magnitude >> 23;
  if (exponent < 102) return 0; // less than half of a unit
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const shift = 126 - exponent;
  const rest = mantissa & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const whole = mantissa >> shift;
  return rest > half || (rest === half && whole & 1) ? whole + 1 : whole;
}

function f32ToFloat16(bytes: Uint8Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const bits = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) halves[i] = halfOf(bits[i]!);
  return halves;
}

/** By the dtype names of safetensors. */
export const TO_FLOAT16: Readonly<Record<string, ToFloat16>> = {
  // By way of f32 a number that lies between two halves could be rounded twice.
  F64: (bytes) =>
    new Uint16Array(new Float16Array(new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)).buffer),
  F32: f32ToFloat16,
  F16: (bytes) => new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2),
  BF16: byFloat32('BF16'),
  F8_E4M3: byFloat32('F8_E4M3'),
  F8_E5M2: byFloat32('F8_E5M2'),
};

function byFloat32(dtype: string): ToFloat16 {
  return (bytes) => f32ToFloat16(new Uint8Array(TO_FLOAT32[dtype]!(bytes).buffer));
}

/** Types whose every number a half holds: what is infinite in them was so before. */
const WITHIN_FLOAT16: ReadonlySet<string> = new Set(['F16', 'F8_E4M3', 'F8_E5M2']);

/** Whether a number of this type (as safetensors names it) can be too large for a half. */
export function canExceedFloat16(dtype: string): boolean {
  return !WITHIN_FLOAT16.has(dtype);
}

/** Whether a half is infinite or not a number. */
export function isInfinite(half: number): boolean {
  return (half & INFINITY) === INFINITY;
}

/** Whether one of `halves` is infinite or not a number. */
export function hasInfinite(halves: Uint16Array): boolean {
  return halves.some(isInfinite);
}

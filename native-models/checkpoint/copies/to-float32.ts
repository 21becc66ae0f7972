/** Exact f32 bit patterns of other float types. Input and output are views of whole elements. */
export type ToFloat32 = (bytes: Uint8Array<ArrayBuffer>) => Float32Array<ArrayBuffer>;

/** Every f16 number as f32 bits: a table is as fast as memory and keeps the payload of a NaN. */
let f16Table: Uint32Array | undefined;

function f16Bits(): Uint32Array {
  f16Table ??= Uint32Array.from({ length: 65536 }, (_, half) => {
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 0x1f;
    const mantissa = half & 0x3ff;
    if (exponent === 0x1f) return sign | 0x7f800000 | (mantissa << 13); // infinities, NaN
    if (exponent > 0) return sign | ((exponent + 112) << 23) | (mantissa << 13);
    if (mantissa === 0) return sign;
    const shift = Math.clz32(mantissa) - 21; // subnormal: f32 has room for it as a normal number
    return sign | ((113 - shift) << 23) | (((mantissa << shift) & 0x3ff) << 13);
  });
  return f16Table;
}

function f16ToFloat32(bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const bits = new Uint32Array(halves.length);
  const table = f16Bits();
  for (let i = 0; i < halves.length; i++) bits[i] = table[halves[i]!]!;
  return new Float32Array(bits.buffer);
}

function bf16ToFloat32(bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** Reads each byte off a table of all 256 numbers, made on first use: torch's NaNs have no payload that mattered. */
function byteToFloat32(numberOf: (byte: number) => number): ToFloat32 {
  let table: Float32Array | undefined;
  return (bytes) => {
    const numbers = (table ??= Float32Array.from({ length: 256 }, (_, byte) => numberOf(byte)));
    return Float32Array.from(bytes, (byte) => numbers[byte]!);
  };
}

/** E4M3FN: no infinities, one NaN of each sign, the largest number 448 (arXiv 2209.05433). */
function e4m3(byte: number): number {
  const sign = byte & 0x80 ? -1 : 1;
  const [exponent, fraction] = [(byte >> 3) & 0xf, (byte & 7) / 8];
  if ((byte & 0x7f) === 0x7f) return Number.NaN;
  return exponent === 0 ? sign * 2 ** -6 * fraction : sign * 2 ** (exponent - 7) * (1 + fraction);
}

/** E5M2: the upper half of an f16. */
function e5m2(byte: number): number {
  return f16ToFloat32(new Uint8Array(Uint16Array.of(byte << 8).buffer))[0]!;
}

/** By the dtype names of safetensors. */
export const TO_FLOAT32: Readonly<Record<string, ToFloat32>> = {
  F64: (bytes) => new Float32Array(new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)),
  F32: (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  F16: f16ToFloat32,
  BF16: bf16ToFloat32,
  F8_E4M3: byteToFloat32(e4m3),
  F8_E5M2: byteToFloat32(e5m2),
};

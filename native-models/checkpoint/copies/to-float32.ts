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

/** By the dtype names of safetensors. */
export const TO_FLOAT32: Readonly<Record<string, ToFloat32>> = {
  F64: (bytes) => new Float32Array(new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)),
  F32: (bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
  F16: f16ToFloat32,
  BF16: bf16ToFloat32,
};

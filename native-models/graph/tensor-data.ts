import type { TensorData } from './graph.ts';

/** What rows `from` to `to` (excluded) of a tensor are called. */
export function rowsName(name: string, from: number, to: number): string {
  return `${name}[${from}:${to}]`;
}

/** The bytes of rows `from` to `to` (excluded) of a tensor that has `rows` of them. */
export function rowsOf(data: TensorData, rows: number, from: number, to: number): TensorData {
  if (data.kind === 'absent') return data;
  if (data.kind === 'inline') {
    const row = data.bytes.length / rows;
    return { kind: 'inline', bytes: data.bytes.subarray(from * row, to * row) };
  }
  const row = data.length / rows;
  return { ...data, offset: data.offset + from * row, length: (to - from) * row };
}

/** Numbers that are part of the model itself. */
export function inline(array: Float32Array | BigInt64Array): TensorData {
  return { kind: 'inline', bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength) };
}

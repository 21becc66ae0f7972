import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('recordings/', import.meta.url));

/** Path of something that the scripts in this folder recorded: `recordingPath('sd1/model')`. */
export function recordingPath(name: string): string {
  return `${folder}${name}`;
}

export function recordedJson<T>(name: string): T {
  return JSON.parse(readFileSync(recordingPath(name), 'utf8')) as T;
}

export interface RecordedTensor<T = Float32Array> {
  readonly shape: readonly number[];
  readonly data: T;
}

export interface RecordedTensors {
  <T = Float32Array>(tensor: string): RecordedTensor<T>;
  has(tensor: string): boolean;
}

interface Header {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const ARRAYS = { F32: Float32Array, I64: BigInt64Array, U8: Uint8Array } as const;

/**
 * Tensors of a recorded .safetensors file, by name. Written for tests alone, apart from the reader they test.
 * @param T the array type that the caller knows the tensor to have.
 */
export function recordedTensors(name: string): RecordedTensors {
  const file = readFileSync(recordingPath(name));
  const headerLength = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerLength)) as Record<string, Header>;
  const read = <T>(tensor: string): RecordedTensor<T> => {
    const entry = header[tensor];
    if (!entry) throw new Error(`${name} has no ${tensor}; it has ${Object.keys(header).join(', ')}`);
    const [start, end] = entry.data_offsets.map((offset) => file.byteOffset + 8 + headerLength + offset);
    const bytes = file.buffer.slice(start!, end);
    const TypedArray = ARRAYS[entry.dtype as keyof typeof ARRAYS];
    return { shape: entry.shape, data: new TypedArray(bytes) as T };
  };
  return Object.assign(read, { has: (tensor: string) => Object.hasOwn(header, tensor) });
}

/** max |a - b| / max |b|: how far `found` is from the truth, relative to the truth's size. */
export function relativeError(found: ArrayLike<number>, truth: ArrayLike<number>): number {
  if (found.length !== truth.length) throw new Error(`expected ${truth.length} numbers, found ${found.length}`);
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < truth.length; i++) {
    difference = Math.max(difference, Math.abs(found[i]! - truth[i]!));
    magnitude = Math.max(magnitude, Math.abs(truth[i]!));
  }
  // A NaN anywhere must not look like agreement.
  return Number.isNaN(difference) || Number.isNaN(magnitude) ? Infinity : difference / magnitude;
}

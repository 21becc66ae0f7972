import { open, realpath } from 'node:fs/promises';
import type { Shape } from '../../graph/graph.ts';
import { CheckpointError } from '../../errors.ts';
import { notSafetensors } from './foreign-formats.ts';
import { parseHeader } from './safetensors-header.ts';

/** The element types that we write, and bytes per element. */
export const DTYPE_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;
export type Dtype = keyof typeof DTYPE_BYTES;

/** A tensor as it lies in a file. */
export interface StoredTensor {
  /** Its name in the file, which may differ from the name that a network knows it by. */
  readonly storedName: string;
  /** A type of the format. There are some that nobody here computes with: then only asking for the tensor is an error. */
  readonly dtype: string;
  readonly shape: Shape;
  /** Real path (links resolved) of the file. */
  readonly path: string;
  /** The file as people see it, for messages. */
  readonly label: string;
  /** From the start of the file. */
  readonly offset: number;
  readonly length: number;
}

export type TensorTable = ReadonlyMap<string, StoredTensor>;

export interface SafetensorsFile {
  readonly path: string;
  readonly label: string;
  readonly bytes: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: TensorTable;
}

/** What the reference implementation allows. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

export const elements = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** SDXL has 2,500, twice as many with averaged weights. Reading the names of ten times as many takes a second of whoever asks. */
const MAX_TENSORS = 8000;
const TENSOR_MARK = '"data_offsets"';

/** Counted before it is read. @throws CheckpointError. */
function requireFewTensors(header: Buffer, label: string): void {
  let [count, at] = [0, header.indexOf(TENSOR_MARK)];
  for (; at >= 0 && count <= MAX_TENSORS; count += 1) at = header.indexOf(TENSOR_MARK, at + 1);
  if (count <= MAX_TENSORS) return;
  throw new CheckpointError(
    label,
    `it has more than ${MAX_TENSORS.toLocaleString('en')} tensors, which no model has`,
    'Get the file again, or another one',
  );
}

/** Reads and checks the header; `label` is what messages call the file. */
export async function readSafetensors(file: string, label: string): Promise<SafetensorsFile> {
  const { path, handle } = await openFile(file, label);
  try {
    const { size } = await handle.stat();
    const start = Buffer.alloc(Math.min(size, 64));
    await handle.read(start, 0, start.length, 0);
    // A safetensors file starts with the length of its header, and the header with a brace, though maybe after spaces.
    if (!/^\s*[{]|^\s+$/.test(start.toString('latin1', LENGTH_BYTES))) throw notSafetensors(label, start);
    const headerBytes = Number(start.readBigUInt64LE(0));
    if (headerBytes > MAX_HEADER_BYTES) throw notSafetensors(label, start);
    if (LENGTH_BYTES + headerBytes > size) {
      throw truncated(label, `at least ${LENGTH_BYTES + headerBytes} bytes`, size);
    }
    const header = Buffer.alloc(headerBytes);
    await handle.read(header, 0, headerBytes, LENGTH_BYTES);
    requireFewTensors(header, label);
    const { metadata, entries, dataBytes } = parseHeader(header, label);
    const dataStart = LENGTH_BYTES + headerBytes;
    requireLength(label, dataStart + dataBytes, size);
    const tensors = new Map(
      [...entries].map(([storedName, { dtype, shape, start: from, end }]) => [
        storedName,
        { storedName, dtype, shape, path, label, offset: dataStart + from, length: end - from },
      ]),
    );
    return { path, label, bytes: size, metadata, tensors };
  } finally {
    await handle.close();
  }
}

async function openFile(file: string, label: string) {
  try {
    const path = await realpath(file);
    return { path, handle: await open(path) };
  } catch (cause) {
    throw new CheckpointError(label, `the file cannot be read (${reason(cause)})`, undefined, { cause });
  }
}

export async function readTensorBytes({ path, offset, length }: StoredTensor): Promise<Buffer> {
  const handle = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, offset);
    return bytes;
  } finally {
    await handle.close();
  }
}

function requireLength(label: string, expected: number, found: number): void {
  if (found < expected) throw truncated(label, `${expected} bytes`, found);
  if (found === expected) return;
  throw new CheckpointError(
    label,
    `the file goes on after its last tensor: expected ${expected} bytes, found ${found}`,
    'The file is damaged; get it again',
  );
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function truncated(label: string, expected: string, found: number): CheckpointError {
  return new CheckpointError(
    label,
    `the file is cut short: expected ${expected}, found ${found}`,
    'The download was interrupted; get the file again',
  );
}

export interface TensorToWrite {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
}

/**
 * Writes a new file; it must not exist. Data starts at a multiple of 64, so that mapped tensors are aligned.
 * @param data the bytes of all tensors in their order, in pieces of any size
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, dtype, shape } of tensors) {
    const end = offset + elements(shape) * DTYPE_BYTES[dtype];
    entries[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(entries));
  const headerBytes = Math.ceil((LENGTH_BYTES + json.length) / 64) * 64 - LENGTH_BYTES;
  const start = Buffer.alloc(LENGTH_BYTES + headerBytes, ' ');
  start.writeBigUInt64LE(BigInt(headerBytes), 0);
  json.copy(start, LENGTH_BYTES);

  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(start);
    for await (const piece of data) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

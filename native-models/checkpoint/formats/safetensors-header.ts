/** The header of a safetensors file, taken and refused as the format's own reader does (huggingface/safetensors, src/tensor.rs). */
import { CheckpointError } from '../../errors.ts';
import type { Shape } from '../../graph/graph.ts';
import { parseStrictJson, type StrictJson, StrictObject } from './strict-json.ts';

/** The element types of the format, by bits per element. */
const DTYPES = [
  [4, 'F4'],
  [6, 'F6_E2M3 F6_E3M2'],
  [8, 'BOOL U8 I8 F8_E5M2 F8_E4M3 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ'],
  [16, 'I16 U16 F16 BF16'],
  [32, 'I32 U32 F32'],
  [64, 'C64 F64 I64 U64'],
] as const;
const DTYPE_BITS: ReadonlyMap<string, bigint> = new Map(
  DTYPES.flatMap(([bits, names]) => names.split(' ').map((name) => [name, BigInt(bits)] as const)),
);

/** Rust's usize: numbers and products that do not fit are refused. */
const USIZE = 2n ** 64n;

/** A tensor as a header tells of it. */
export interface HeaderEntry {
  readonly dtype: string;
  readonly shape: Shape;
  /** From the end of the header. */
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  /** By name, in the header's order. */
  readonly entries: ReadonlyMap<string, HeaderEntry>;
  /** Bytes of data that they take, without a hole or an overlap. */
  readonly dataBytes: number;
}

/**
 * Reads a header.
 * @param label what messages call the file.
 * @throws CheckpointError that says what is wrong, and with which tensor.
 */
export function parseHeader(bytes: Uint8Array, label: string): Header {
  const broken = (why: string) =>
    new CheckpointError(label, `its safetensors header is damaged: ${why}`, 'Get the file again');
  let root: StrictJson;
  try {
    root = parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw broken(`not JSON (${cause instanceof Error ? cause.message : String(cause)})`);
  }
  if (!(root instanceof StrictObject)) throw broken('expected a JSON object');
  const metadata = root.entries.filter(([key]) => key === '__metadata__');
  if (metadata.length > 1) throw broken('it has __metadata__ twice');
  const entries = new Map<string, RawEntry>();
  for (const [name, value] of root.entries) {
    if (name === '__metadata__') continue;
    const entry = entryOf(value);
    if (typeof entry === 'string') throw broken(`${name}: ${entry}`);
    entries.set(name, entry);
  }
  const texts = metadataOf(metadata[0]?.[1] ?? null);
  if (texts === null) throw broken('__metadata__: expected texts by name');
  const dataBytes = requireCovered(entries, label);
  return { metadata: texts, dataBytes, entries: new Map([...entries].map(([name, raw]) => [name, plain(raw)])) };
}

/** Numbers in full: shapes of empty tensors can be larger than a double holds. */
interface RawEntry {
  readonly dtype: string;
  readonly shape: readonly bigint[];
  readonly offsets: readonly [bigint, bigint];
}

const FIELDS = ['dtype', 'shape', 'data_offsets'] as const;

/** An entry, or what is wrong with it. A list of the three is one as well, as it is to serde. */
function entryOf(value: StrictJson): RawEntry | string {
  const fields = new Map<string, StrictJson>();
  if (Array.isArray(value)) {
    if (value.length !== FIELDS.length) return `expected ${FIELDS.join(', ')}, found ${value.length} values`;
    FIELDS.forEach((field, i) => fields.set(field, value[i]));
  } else if (value instanceof StrictObject) {
    for (const [key, each] of value.entries) {
      if (fields.has(key) && FIELDS.some((field) => field === key)) return `${key} is there twice`;
      fields.set(key, each);
    }
  } else return `expected an object with ${FIELDS.join(', ')}`;
  const missing = FIELDS.find((field) => !fields.has(field));
  if (missing !== undefined) return `${missing} is missing`;

  const dtype = dtypeOf(fields.get('dtype')!);
  if (dtype === null) return `dtype: expected one of ${[...DTYPE_BITS.keys()].join(', ')}`;
  const shape = wholes(fields.get('shape')!);
  if (shape === null) return 'shape: expected whole numbers from 0';
  const [start, end, ...more] = wholes(fields.get('data_offsets')!) ?? [];
  if (start === undefined || end === undefined || more.length > 0) return 'data_offsets: expected two whole numbers';
  return { dtype, shape, offsets: [start, end] };
}

/** A type's name; to serde an object that has it for its only key, and null there, is the same. */
function dtypeOf(value: StrictJson): string | null {
  const only = value instanceof StrictObject && value.entries.length === 1 ? value.entries[0]! : null;
  const name = only ? (only[1] === null ? only[0] : null) : value;
  return typeof name === 'string' && DTYPE_BITS.has(name) ? name : null;
}

function wholes(value: StrictJson): readonly bigint[] | null {
  if (!Array.isArray(value)) return null;
  const items: readonly StrictJson[] = value;
  const numbers = items.filter((item) => typeof item === 'bigint').filter((item) => item >= 0n && item < USIZE);
  return numbers.length === items.length ? numbers : null;
}

function metadataOf(value: StrictJson): Readonly<Record<string, string>> | null {
  if (value === null) return {};
  if (!(value instanceof StrictObject)) return null;
  const texts = value.entries.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : []));
  return texts.length === value.entries.length ? Object.fromEntries(texts) : null;
}

/** @returns the bytes that all take. @throws CheckpointError unless each tensor begins where the one before it ends. */
function requireCovered(entries: ReadonlyMap<string, RawEntry>, label: string): number {
  const wrong = (name: string, problem: string) =>
    new CheckpointError(label, `${name}: ${problem}`, 'The file is damaged; get it again');
  let covered = 0n;
  for (const [name, { dtype, shape, offsets }] of [...entries].toSorted(byPlace)) {
    const [start, end] = offsets;
    if (start !== covered || end < start) {
      throw wrong(name, `expected its bytes from ${covered} on, where those before it end, found ${start} to ${end}`);
    }
    const told = `${dtype} [${shape.join(', ')}]`;
    const bits = bitsOf(dtype, shape);
    if (bits === null) throw wrong(name, `${told} is larger than any file`);
    if (bits % 8n !== 0n) throw wrong(name, `${told} does not end at a byte`);
    if (bits / 8n !== end - start) throw wrong(name, `expected ${bits / 8n} bytes for ${told}, found ${end - start}`);
    covered = end;
  }
  return Number(covered);
}

type Placed = readonly [name: string, entry: RawEntry];

function byPlace([, { offsets: a }]: Placed, [, { offsets: b }]: Placed): number {
  const [left, right] = a[0] === b[0] ? [a[1], b[1]] : [a[0], b[0]];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** null where it is more than fits, at any of the factors. */
function bitsOf(dtype: string, shape: readonly bigint[]): bigint | null {
  let product = 1n;
  for (const factor of [...shape, DTYPE_BITS.get(dtype)!]) {
    product *= factor;
    if (product >= USIZE) return null;
  }
  return product;
}

function plain({ dtype, shape, offsets: [start, end] }: RawEntry): HeaderEntry {
  return { dtype, shape: shape.map(Number), start: Number(start), end: Number(end) };
}

/** Headers of safetensors files, and files that are cut or longer than they say. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readSafetensors } from '../../native-models/checkpoint/formats/safetensors.ts';
import { mutatedJson } from '../mutations/json.ts';
import type { Target } from '../target.ts';

const SEED = {
  __metadata__: { format: 'pt' },
  'conv.weight': { dtype: 'F32', shape: [4, 2, 3, 3], data_offsets: [0, 288] },
  'conv.bias': { dtype: 'F16', shape: [4], data_offsets: [288, 296] },
  scale: { dtype: 'F32', shape: [], data_offsets: [296, 300] },
};
const DATA_BYTES = 300;

interface Input {
  readonly header: unknown;
  /** Behind the header. */
  readonly bytes: number;
  /** The header's length as the file says it, less the length it has. */
  readonly saidMore: number;
}

export const safetensors: Target<Input> = {
  name: 'safetensors',
  inputs: fc.record({
    header: mutatedJson([SEED]).map(({ json }) => json),
    bytes: fc.oneof({ weight: 6, arbitrary: fc.constant(DATA_BYTES) }, fc.nat({ max: 400 })),
    saidMore: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: -40, max: 2 ** 30 })),
  }),
  async open(folder) {
    const file = join(folder, 'x.safetensors');
    return {
      async try({ header, bytes, saidMore }) {
        const json = Buffer.from(JSON.stringify(header) ?? '');
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(Math.max(0, json.length + saidMore)));
        await writeFile(file, Buffer.concat([length, json, Buffer.alloc(bytes)]));
        const { tensors } = await readSafetensors(file, 'x.safetensors');
        return saidMore === 0 ? unfilled([...tensors.values()], 8 + json.length, bytes) : null;
      },
    };
  },
};

/** The format asks that tensors fill the data without a gap, an overlap or anything behind. */
function unfilled(tensors: readonly { offset: number; length: number }[], start: number, bytes: number): string | null {
  let end = start;
  for (const { offset, length } of tensors.toSorted((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (offset !== end) return offset < end ? 'tensors overlap' : 'a hole between tensors';
    end += length;
  }
  return end === start + bytes ? null : 'bytes behind the last tensor';
}

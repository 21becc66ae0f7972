import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGE_ROOT as root } from '../main/base/places.ts';

const TEACHER = join(root, 'resources', 'models', 'heirloom-emoji', 'unet');
const CONFIG = 'config.json';
const WEIGHTS = 'diffusion_pytorch_model.safetensors';
/** The header of a safetensors file begins with its own length. */
const LENGTH_BYTES = 8;

interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes a Base student of the embedded model to `folder`, a UNet alone: layer 1 of every block gone, as in BK-SDM. Its
 * weights are the teacher's, and nothing was distilled: it can take turns, and its pictures are poor.
 */
export async function makeBaseStudent(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const config = JSON.parse(await readFile(join(TEACHER, CONFIG), 'utf8')) as object;
  await writeFile(join(folder, CONFIG), JSON.stringify({ ...config, layers_per_block: 1 }));

  const file = await readFile(join(TEACHER, WEIGHTS));
  const end = LENGTH_BYTES + Number(file.readBigUInt64LE());
  const { __metadata__: _, ...tensors } = JSON.parse(file.toString('utf8', LENGTH_BYTES, end)) as Record<
    string,
    Tensor
  >;
  const header: Record<string, Tensor> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const kept = nameInStudent(name);
    if (kept === null) continue;
    const [from, to] = tensor.data_offsets;
    header[kept] = { ...tensor, data_offsets: [at, at + to - from] };
    parts.push(file.subarray(end + from, end + to));
    at += to - from;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([json, Buffer.alloc(-json.length & 7, ' ')]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeFile(join(folder, WEIGHTS), Buffer.concat([length, padded, ...parts]));
}

/** Layer 1 is gone; in the decoder layer 2 takes its place. */
function nameInStudent(name: string): string | null {
  const [, start, layer, rest] = /^((?:down|up)_blocks\.\d+\.(?:resnets|attentions)\.)(\d)(\..+)$/.exec(name) ?? [];
  if (layer === '1') return null;
  return layer === '2' ? `${start}1${rest}` : name;
}

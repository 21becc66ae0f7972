/** The table of keys of a checkpoint that is one file: names, shapes and types as no tool wrote them, around no weights at all. */
import { openSync, truncateSync, writeSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { checkModel } from '../../native-models/families/check-model.ts';
import { openCheckpoint } from '../../native-models/families/open.ts';
import { recordingPath } from '../../native-models/reference/recording.ts';
import type { Target } from '../target.ts';

const FAMILIES = ['sd1', 'sd2'] as const;
type Family = (typeof FAMILIES)[number];

interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
}
type Table = ReadonlyMap<string, Tensor>;

/** What the tiny models have and no file shows. */
const OVERRIDES = {
  unet: { attention_head_dim: 2, norm_num_groups: 4 },
  vae: { norm_num_groups: 4 },
  textEncoder: { num_attention_heads: 2 },
};

function tableOf(family: Family): Table {
  const file = readFileSync(recordingPath(`single-file/${family}-ldm.safetensors`));
  const header = JSON.parse(file.toString('utf8', 8, 8 + Number(file.readBigUInt64LE()))) as Record<string, Tensor>;
  return new Map(Object.entries(header).filter(([name]) => name !== '__metadata__'));
}
const TABLES = { sd1: tableOf('sd1'), sd2: tableOf('sd2') };

const BITS: Readonly<Record<string, number>> = { F64: 64, F32: 32, F16: 16, BF16: 16, I64: 64, I32: 32, U8: 8, BOOL: 8, F8_E4M3: 8, F8_E5M2: 8, F4: 4 }; // prettier-ignore
/** Prefixes and names that trainers and mergers leave, or that mean another kind of model. */
const NAMES = ['lora_unet_down.alpha', 'emb_params', 'control_model.input_blocks.0.0.weight', 'v_pred', 'ztsnr', 'edm_vpred.sigma_max', 'scaled_fp8', 'model_ema.decay', 'conditioner.embedders.1.model.ln_final.weight', 'x', '', '__proto__', 'a'.repeat(5000)]; // prettier-ignore
const PREFIXES = ['model.', 'module.', 'model.diffusion_model.', 'diffusion_model.', 'first_stage_model.', 'cond_stage_model.', 'state_dict.', 'x.', '__proto__.']; // prettier-ignore

const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.oneof(
  fc.record({ kind: fc.constant('remove' as const), from: place, share: fc.constantFrom(0, 0.01, 0.2, 0.9) }),
  fc.record({ kind: fc.constant('prefix' as const), from: place, share: fc.constantFrom(0.3, 1), prefix: fc.constantFrom(...PREFIXES) }),
  fc.record({ kind: fc.constant('cut prefix' as const), from: place, share: fc.constantFrom(0.3, 1) }),
  fc.record({ kind: fc.constant('shape' as const), from: place, dimension: fc.nat({ max: 5 }), value: fc.constantFrom(0, 1, 2, 3, 5, 9, 64, 77, 1000, 1e5, 2 ** 31, 2 ** 40) }),
  fc.record({ kind: fc.constant('rank' as const), from: place, shape: fc.array(fc.constantFrom(0, 1, 2, 4, 8, 1e4), { maxLength: 9 }) }),
  fc.record({ kind: fc.constant('dtype' as const), from: place, share: fc.constantFrom(0, 0.5, 1), dtype: fc.constantFrom(...Object.keys(BITS)) }),
  fc.record({ kind: fc.constant('add' as const), name: fc.oneof(fc.constantFrom(...NAMES), fc.string()), shape: fc.array(fc.nat({ max: 9 }), { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('rename' as const), from: place, find: fc.constantFrom('0', '1', '.weight', 'input_blocks', 'attn1', 'model'), put: fc.constantFrom('0', '7', '11', '999999999', '', '.bias', '.alpha', 'x') }),
); // prettier-ignore
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function apply(table: Table, change: Edit): Table {
  const rows = [...table];
  if (change.kind === 'add') return new Map([...rows, [change.name, { dtype: 'F32', shape: change.shape }]]);
  const first = Math.min(Math.floor(change.from * rows.length), rows.length - 1);
  const count = 'share' in change ? Math.max(1, Math.floor(change.share * rows.length)) : 1;
  const touched = (index: number) => index >= first && index < first + count;
  const to = (name: string, tensor: Tensor): readonly (readonly [string, Tensor])[] => {
    switch (change.kind) {
      case 'remove':
        return [];
      case 'prefix':
        return [[`${change.prefix}${name}`, tensor]];
      case 'cut prefix':
        return [[name.slice(name.indexOf('.') + 1), tensor]];
      case 'rename':
        return [[name.replace(change.find, change.put), tensor]];
      case 'dtype':
        return [[name, { ...tensor, dtype: change.dtype }]];
      case 'rank':
        return [[name, { ...tensor, shape: change.shape }]];
      default:
        return [[name, { ...tensor, shape: withSide(tensor.shape, change.dimension, change.value) }]]; // prettier-ignore
    }
  };
  return new Map(rows.flatMap(([name, tensor], i) => (touched(i) ? to(name, tensor) : [[name, tensor] as const])));
}

function withSide(shape: readonly number[], dimension: number, side: number): readonly number[] {
  return shape.length === 0 ? [side] : shape.with(dimension % shape.length, side);
}

interface Input {
  readonly family: Family;
  readonly edits: readonly Edit[];
}

/** A file may say that it is so large: its data are a hole on the disk. */
const MOST_BYTES = 2 ** 42;

/** The header, and the data that it speaks of. null: more than any file has. */
function write(path: string, table: Table): boolean {
  let at = 0;
  const header: Record<string, object> = Object.create(null);
  for (const [name, { dtype, shape }] of table) {
    const bytes = Math.ceil((shape.reduce((product, side) => product * side, 1) * BITS[dtype]!) / 8);
    Object.defineProperty(header, name, { value: { dtype, shape, data_offsets: [at, at + bytes] }, enumerable: true });
    at += bytes;
  }
  const json = Buffer.from(JSON.stringify(header));
  if (at > MOST_BYTES) return false;
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = openSync(path, 'w');
  writeSync(file, Buffer.concat([length, json]));
  closeSync(file);
  truncateSync(path, 8 + json.length + at);
  return true;
}

export const singleFile: Target<Input> = {
  name: 'single-file',
  inputs: fc.record({
    family: fc.constantFrom(...FAMILIES),
    edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
  }),
  async open(folder) {
    const path = join(folder, 'model.safetensors');
    return {
      async try({ family, edits }) {
        if (!write(path, edits.reduce(apply, TABLES[family]))) return null;
        const overrides = family === 'sd1' ? OVERRIDES : { ...OVERRIDES, unet: { ...OVERRIDES.unet, attention_head_dim: [1, 2, 2, 2] } }; // prettier-ignore
        const tokenizerFolder = recordingPath(`${family}/model/tokenizer`);
        const checkpoint = await openCheckpoint(path, { dataFolder: folder, overrides, tokenizerFolder });
        const { unet } = await checkModel(checkpoint);
        return unet.inChannels > 0 ? null : 'a UNet without channels';
      },
    };
  },
};

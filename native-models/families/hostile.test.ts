/** Numbers that no model has: refused when it opens, at once, with file, key and what to do. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkModel } from './check-model.ts';
import { copyOf, open, UNET_FILE } from './copied-model.fixture.ts';

/** Opens a copy of SD 1's with keys of one file changed. */
async function changed(file: string, change: object) {
  const folder = await copyOf('sd1');
  const json = JSON.parse(await readFile(join(folder, file), 'utf8'));
  await writeFile(join(folder, file), JSON.stringify({ ...json, ...change }));
  return await checkModel(await open(folder));
}

const UNET = 'unet/config.json';
const VAE = 'vae/config.json';
const TEXT = 'text_encoder/config.json';
const TOKENIZER = 'tokenizer/tokenizer_config.json';

test.each([
  [UNET, { layers_per_block: 1_000_000 }, 'layers_per_block is 1000000; expected a whole number from 1 to 64'],
  [UNET, { layers_per_block: [64, 64, 64, 64] }, 'layers_per_block gives '],
  [
    UNET,
    { layers_per_block: 3 },
    `unet/${UNET_FILE}: down_blocks.0.resnets.2.norm1.weight: expected [8], found no such`,
  ],
  [UNET, { layers_per_block: -1 }, 'layers_per_block is -1'],
  [UNET, { layers_per_block: 1.5 }, 'layers_per_block is 1.5'],
  [UNET, { transformer_layers_per_block: 50 }, 'transformer_layers_per_block gives 800 blocks; expected at most 192'],
  [UNET, { transformer_layers_per_block: 1e9 }, 'transformer_layers_per_block is 1000000000; expected'],
  [UNET, { block_out_channels: Array<number>(9).fill(8) }, 'block_out_channels is [8,8,8,8,8,8,8,8,8]; '],
  [UNET, { block_out_channels: [8, 12, 12, 1e9] }, 'block_out_channels is [8,12,12,1000000000]; expected a whole'],
  [
    UNET,
    { block_out_channels: [8, 12, 12, 16] },
    `unet/${UNET_FILE}: down_blocks.3.resnets.0.conv1.weight: expected [16, 12`,
  ],
  [UNET, { norm_num_groups: 5 }, 'norm_num_groups is 5; 8 of block_out_channels do not divide into as many groups'],
  [UNET, { norm_num_groups: 0 }, 'norm_num_groups is 0; expected'],
  [UNET, { norm_eps: 1e9 }, 'norm_eps is 1000000000; expected a number from 0 to 0.1'],
  [UNET, { norm_eps: -1 }, 'norm_eps is -1'],
  [UNET, { norm_eps: null }, 'norm_eps is null'],
  [
    UNET,
    { attention_head_dim: 3 },
    'attention_head_dim is 3, which stands for the number of heads; 8 of block_out_channels',
  ],
  [UNET, { attention_head_dim: 1e9 }, 'attention_head_dim is 1000000000; expected'],
  [UNET, { num_attention_heads: 2 }, 'num_attention_heads is 2; expected null'],
  [UNET, { cross_attention_dim: 32 }, "expected cross_attention_dim 16, as wide as the text encoder's"],
  [UNET, { in_channels: 9 }, 'in_channels 4'],
  [UNET, { out_channels: 8 }, 'out_channels is 8; expected 4, as many as in_channels'],
  [UNET, { sample_size: 1e9 }, 'sample_size is 1000000000; expected'],
  [UNET, { sample_size: [64, 96] }, 'sample_size is 64 x 96; expected one size'],
  [UNET, { freq_shift: 1e300 }, 'freq_shift is 1e+300'],
  [UNET, { downsample_padding: 2 }, 'downsample_padding is 2; expected 0 or 1'],
  [UNET, { downsample_padding: -1 }, 'downsample_padding is -1'],
  [UNET, { act_fn: 'mish' }, 'act_fn is "mish"; expected "silu"'],
  [VAE, { scaling_factor: -1e9 }, 'scaling_factor is -1000000000; expected a number from 0.0001 to 10000'],
  [VAE, { scaling_factor: 0 }, 'scaling_factor is 0'],
  [VAE, { layers_per_block: 1_000_000 }, 'layers_per_block is 1000000; expected'],
  [VAE, { layers_per_block: 3 }, `vae/${UNET_FILE}: decoder.up_blocks.0.resnets.3.norm1.weight: expected`],
  [VAE, { latent_channels: 8 }, "in_channels 8, the autoencoder's latent channels, found 4"],
  [VAE, { latent_channels: 1e9 }, 'latent_channels is 1000000000; expected'],
  [VAE, { in_channels: 4 }, 'in_channels is 4; expected 3'],
  [VAE, { norm_num_groups: 3 }, 'norm_num_groups is 3; 4 of block_out_channels do not divide'],
  [VAE, { down_block_types: ['DownEncoderBlock2D'] }, 'down_block_types has 1 entries for 4 blocks'],
  [TEXT, { num_hidden_layers: 1e9 }, 'num_hidden_layers is 1000000000; expected a whole number from 1 to 64'],
  [
    TEXT,
    { num_hidden_layers: 3 },
    'text_encoder/model.safetensors: text_model.encoder.layers.2.layer_norm1.weight: expected',
  ],
  [TEXT, { num_attention_heads: 3 }, 'num_attention_heads is 3; a hidden_size of 16 does not divide into as many'],
  [TEXT, { vocab_size: 1e12 }, 'vocab_size is 1000000000000; expected'],
  [TEXT, { vocab_size: 603 }, 'expected a vocabulary of 603 tokens, found 604'],
  [TEXT, { vocab_size: 605 }, 'text_model.embeddings.token_embedding.weight: expected [605, 16], found [604, 16]'],
  [
    TEXT,
    { max_position_embeddings: 60 },
    'max_position_embeddings is 60, and its tokenizer makes 77 tokens of a prompt',
  ],
  [TEXT, { max_position_embeddings: 1e9 }, 'max_position_embeddings is 1000000000; expected'],
  [TEXT, { layer_norm_eps: 1e9 }, 'layer_norm_eps is 1000000000; expected'],
  [TEXT, { hidden_act: 'relu' }, 'hidden_act is "relu"; expected quick_gelu or gelu'],
  [TOKENIZER, { model_max_length: 100 }, 'max_position_embeddings is 77, and its tokenizer makes 100 tokens'],
  [TOKENIZER, { padding_side: 'left' }, 'padding_side is "left"; expected "right" or null'],
  [TOKENIZER, { model_max_length: 1 }, 'model_max_length'],
])('%s: %j', async (file, change, says) => {
  const error: unknown = await changed(file, change).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ about: 'world', message: expect.stringContaining(says) });
  // What is wrong, and what to do.
  expect(Object(error).message).toMatch(/^[\w./]+: .*\. [A-Z].*[a-z]/s);
});

describe('a tokenizer', () => {
  test.each([
    ['-1', -1],
    ['a fraction', 1.5],
    ['more than there are', 1e9],
  ])('with a token id of %s', async (_name, id) => {
    const folder = await copyOf('sd1');
    const file = join(folder, 'tokenizer/vocab.json');
    const ids = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...ids, strange: id }));
    await expect(open(folder).then(checkModel)).rejects.toMatchObject({ about: 'world' });
  });
});

test.each([
  [UNET, { act_fn: 'swish', dropout: 0.1, only_cross_attention: [false, false, false, false], decay: 0.999 }, []],
  [VAE, { act_fn: 'swish', shift_factor: 0 }, []],
  [VAE, { shift_factor: 0.1 }, ["vae/config.json: shift_factor is 0.1: Stable Diffusion's pipelines do not read it"]],
  [UNET, { use_magic: 1 }, ['unet/config.json: use_magic is not a key that is known here']],
  [TEXT, { use_magic: 1 }, ['text_encoder/config.json: use_magic is not a key that is known here']],
  [TOKENIZER, { use_magic: 1 }, ['tokenizer/tokenizer_config.json: use_magic is not a key that is known here']],
  ['model_index.json', { upscaler: null }, ['model_index.json: upscaler is not a key that is known here']],
  [
    'model_index.json',
    { scheduler: ['diffusers', 'DDIMScheduler'] },
    [
      'model_index.json: scheduler is DDIMScheduler, and scheduler/scheduler_config.json is of PNDMScheduler, which is taken',
    ],
  ],
])('%s: %j is opened, and told', async (file, change, says) => {
  const { warnings } = await changed(file, change);
  expect(warnings).toEqual(says.map((text) => expect.stringContaining(text)));
});

test.each(['sd1', 'sd2', 'bk-tiny'])('%s: nothing to tell', async (family) => {
  expect((await checkModel(await open(await copyOf(family)))).warnings).toEqual([]);
});

describe('a byte order mark', () => {
  test.each([
    ['UTF-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, as PowerShell writes it', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, the other way round', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('of %s is no matter', async (_name, encode) => {
    const folder = await copyOf('sd1');
    const files = [
      'model_index.json',
      'scheduler/scheduler_config.json',
      'unet/config.json',
      'vae/config.json',
      'text_encoder/config.json',
      'tokenizer/vocab.json',
      'tokenizer/merges.txt',
      'tokenizer/tokenizer_config.json',
    ];
    for (const file of files) {
      const path = join(folder, file);
      await writeFile(path, encode(await readFile(path, 'utf8')));
    }
    const { textEncoders } = await checkModel(await open(folder));
    const plain = await checkModel(await open(await copyOf('sd1')));
    const encoded = (model: typeof plain) => model.textEncoders.get('textEncoder')!.tokenizer.encode('a CAT, red hat');
    expect(encoded({ ...plain, textEncoders })).toEqual(encoded(plain));
  });
});

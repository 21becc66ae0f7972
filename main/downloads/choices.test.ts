import { expect, test } from 'vitest';
import { contentsOf } from './choices.ts';

const listed = (...paths: string[]) => paths.map((path) => ({ path, bytes: 1 }));
const CONFIGS = [
  'model_index.json',
  'unet/config.json',
  'vae/config.json',
  'text_encoder/config.json',
  'scheduler/scheduler_config.json',
  'tokenizer/vocab.json',
  'tokenizer/merges.txt',
  'tokenizer/added_tokens.json',
];
const WEIGHTS = [
  'unet/diffusion_pytorch_model.safetensors',
  'vae/diffusion_pytorch_model.safetensors',
  'text_encoder/model.safetensors',
];
const half = (paths: readonly string[]) => paths.map((path) => path.replace('.safetensors', '.fp16.safetensors'));

test('of a repository like SD 1.5: configurations, tokenizer and one set of weights; half precision first', () => {
  const { kind, choices, pickles } = contentsOf(
    listed(
      ...CONFIGS,
      ...WEIGHTS,
      ...half(WEIGHTS),
      'README.md',
      'unet/diffusion_pytorch_model.bin',
      'unet/diffusion_pytorch_model.non_ema.safetensors',
      'safety_checker/model.safetensors',
      'safety_checker/config.json',
      'feature_extractor/preprocessor_config.json',
      'v1-5-pruned.safetensors',
      'v1-5-pruned.ckpt',
    ),
  );
  expect(kind).toBe('pipeline');
  expect(choices.map(({ id }) => id)).toEqual(['fp16', '', 'non_ema']);
  expect(choices[0]!.files.map(({ path }) => path).toSorted()).toEqual(
    [...CONFIGS, 'README.md', ...half(WEIGHTS)].toSorted(),
  );
  expect(choices[1]!.files.map(({ path }) => path).toSorted()).toEqual(
    [...CONFIGS, 'README.md', ...WEIGHTS].toSorted(),
  );
  // Only the UNet has it: the others come as they are.
  expect(choices[2]!.files.map(({ path }) => path)).toContain('vae/diffusion_pytorch_model.safetensors');
  expect(pickles).toEqual(['unet/diffusion_pytorch_model.bin', 'v1-5-pruned.ckpt']);
});

test('shards come with their index, whichever way the variant is spelled', () => {
  const unet = 'unet/diffusion_pytorch_model';
  const plain = [
    `${unet}.safetensors.index.json`,
    `${unet}-00001-of-00002.safetensors`,
    `${unet}-00002-of-00002.safetensors`,
  ];
  const fp16 = [
    `${unet}.safetensors.index.fp16.json`,
    `${unet}.fp16-00001-of-00002.safetensors`,
    `${unet}-00002-of-00002.fp16.safetensors`,
  ];
  const { choices } = contentsOf(listed(...CONFIGS, ...plain, ...fp16, ...WEIGHTS.slice(1)));
  const weights = (id: string) =>
    choices
      .find((choice) => choice.id === id)!
      .files.map(({ path }) => path)
      .filter((path) => path.startsWith(unet));
  expect(weights('fp16')).toEqual(fp16);
  expect(weights('')).toEqual(plain);
});

test('a pipeline with pickles only has nothing to choose', () => {
  const { choices, pickles } = contentsOf(listed(...CONFIGS, 'unet/diffusion_pytorch_model.bin'));
  expect(choices).toEqual([]);
  expect(pickles).toHaveLength(1);
});

test('a UNet alone, and single files', () => {
  const unet = contentsOf(listed('config.json', 'diffusion_pytorch_model.safetensors', 'README.md'));
  expect([unet.kind, unet.choices[0]!.files.length]).toEqual(['unet', 3]);
  const singles = contentsOf(listed('a.safetensors', 'b.safetensors', 'below/c.safetensors', '..\\d.safetensors'));
  expect([singles.kind, singles.choices.map(({ id }) => id)]).toEqual([
    'single-files',
    ['a.safetensors', 'b.safetensors'],
  ]);
});

import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../checkpoint/formats/safetensors.ts';
import { openCheckpoint } from './open.ts';
import { readSingleFile } from './read-single-file.ts';
import { recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { FAMILY_IDS } from '../vocabulary.ts';
import { twice, WITH_ANOTHER } from './another-family.fixture.ts';
import { listed } from '../listed.ts';
import { FAMILIES, namesOf } from './families.ts';

const familyOf = async (path: string) => (await openCheckpoint(path, { dataFolder: '' })).family;

describe('a diffusers folder', () => {
  test.each([
    ['sd1', 'sd1'],
    ['sd2', 'sd2'],
    ['bk-tiny', 'sd1'],
  ] as const)('%s is of %s', async (recorded, family) => {
    expect(await familyOf(recordingPath(`${recorded}/model`))).toBe(FAMILIES[family]);
  });

  /** A copy of SD 1's with one file changed. */
  async function changed(file: string, change: (json: string) => string): Promise<string> {
    const folder = join(await temporaryFolder(), 'model');
    await cp(recordingPath('sd1/model'), folder, { recursive: true });
    await writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
    return folder;
  }

  test('for image to image, and with a text encoder that leaves its activation to transformers', async () => {
    const imageToImage = await changed('model_index.json', (json) =>
      json.replace('StableDiffusionPipeline', 'StableDiffusionImg2ImgPipeline'),
    );
    expect(await familyOf(imageToImage)).toBe(FAMILIES.sd1);
    const unsaid = await changed('text_encoder/config.json', (json) => json.replace('"hidden_act": "quick_gelu",', ''));
    expect(await familyOf(unsaid)).toBe(FAMILIES.sd1);
  });

  test('of SDXL is refused with the families that we run', async () => {
    const sdxl = await changed('model_index.json', (json) =>
      json.replace('StableDiffusionPipeline', 'StableDiffusionXLPipeline'),
    );
    await expect(familyOf(sdxl)).rejects.toThrow(
      /^model_index\.json: expected StableDiffusionPipeline, found StableDiffusionXLPipeline\. Heirloom runs Stable Diffusion 1\.x and 2\.x$/,
    );
    await expect(openCheckpoint(sdxl, { dataFolder: '', families: WITH_ANOTHER })).rejects.toThrow(
      'expected StableDiffusionPipeline or StableDiffusionTwicePipeline, found StableDiffusionXLPipeline. ' +
        'Heirloom runs Stable Diffusion 1.x, 2.x and Twice',
    );
  });
});

describe('a single file', () => {
  const UNET = { 'model.diffusion_model.input_blocks.0.0.weight': [8, 4, 3, 3] };
  const VAE = { 'first_stage_model.quant_conv.weight': [8, 8, 1, 1] };

  /** Opens a file with these tensors, all zeros. */
  async function open(tensors: Readonly<Record<string, readonly number[]>>) {
    const path = join(await temporaryFolder(), 'model.safetensors');
    const list = Object.entries(tensors).map(([name, shape]) => ({ name, dtype: 'U8' as const, shape }));
    const bytes = list.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
    await writeSafetensors(path, list, [new Uint8Array(bytes)]);
    return await readSingleFile(await readSafetensors(path, 'model.safetensors'), WITH_ANOTHER);
  }

  test.each(FAMILY_IDS)('of %s', async (family) => {
    expect(await familyOf(recordingPath(`single-file/${family}-ldm.safetensors`))).toBe(FAMILIES[family]);
  });

  test('of SDXL is refused with the families that we run', async () => {
    const sdxl = { ...UNET, ...VAE, 'conditioner.embedders.1.model.ln_final.bias': [1] };
    await expect(open(sdxl)).rejects.toThrow(
      'model.safetensors: this is Stable Diffusion XL. Heirloom opens Stable Diffusion 1.x, 2.x and Twice',
    );
  });

  test('of one more family, and what it lacks', async () => {
    const whole = { ...UNET, ...VAE, 'embedders.0.x': [1], 'embedders.1.x': [1] };
    const { family, textEncoders } = await open(whole);
    expect(family).toBe(twice);
    expect([...textEncoders.values()].map(({ network }) => network.configFile)).toEqual([
      'model.safetensors (text encoder)',
      'model.safetensors (second text encoder)',
    ]);
    const { 'embedders.0.x': _, ...lacking } = whole;
    await expect(open(lacking)).rejects.toThrow('expected a text encoder (embedders.0.…), found none');
  });
});

test('the families by their names', () => {
  expect([namesOf(FAMILIES), namesOf(WITH_ANOTHER)]).toEqual([
    'Stable Diffusion 1.x and 2.x',
    'Stable Diffusion 1.x, 2.x and Twice',
  ]);
  expect([listed([], 'or'), listed(['a', 'a'], 'or'), listed(['a', 'b'], 'or')]).toEqual(['', 'a', 'a or b']);
});

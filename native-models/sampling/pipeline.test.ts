/** Whole runs without inheritance, held against diffusers. */
import { describe, expect, test } from 'vitest';
import { recordedJson, recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import type { GenerationRequest } from './generation.ts';
import { openPipeline } from './pipeline.ts';
import { toPixels } from '../vae/pixels.ts';
import { type RecordedRecipe, requestOf } from '../reference/recipe.ts';
import { dataFolder, expectPixels, LATENTS, LCM_LATENTS, pipelineOf, rowsOf, trace } from './recorded-run.fixture.ts';

describe.each([
  ['sd1', 'pndm'],
  ['sd2', 'ddim'],
  ['bk-tiny', 'pndm'],
] as const)('%s, text to image with its own scheduler', (family, scheduler) => {
  const recorded = recordedTensors(`${family}/text-to-image.safetensors`);
  const request = requestOf(recordedJson(`${family}/text-to-image.json`), scheduler);

  test('names that scheduler', async () => {
    expect((await pipelineOf(family)).model.scheduler).toBe(scheduler);
  });

  test('latents after every call and the picture are those of diffusers', async () => {
    const { result, latents } = await trace(family, request);
    const truth = rowsOf(recorded('latents'));
    expect(latents).toHaveLength(truth.length);
    expect(Math.max(...latents.map((row, call) => relativeError(row, truth[call]!)))).toBeLessThan(LATENTS);
    expectPixels(result, 0, recorded<Uint8Array>('image_u8').data);
  });
});

describe.each(['ddim', 'euler', 'euler-ancestral', 'dpmpp-2m', 'dpmpp-2m-karras', 'lcm'] as const)(
  'sd1 with %s',
  (scheduler) => {
    const recorded = recordedTensors('sd1/schedulers.safetensors');
    const requests = recordedJson<Record<string, RecordedRecipe>>('sd1/schedulers.json');

    test('the whole trajectory and the picture are those of diffusers', async () => {
      const { result, latents } = await trace('sd1', requestOf(requests[scheduler]!, scheduler));
      const truth = rowsOf(recorded(`${scheduler}.latents`));
      expect(latents).toHaveLength(truth.length);
      expect(Math.max(...latents.map((row, call) => relativeError(row, truth[call]!)))).toBeLessThan(LATENTS);
      expectPixels(result, 0, recorded<Uint8Array>(`${scheduler}.image_u8`).data);
    });
  },
);

describe('sd2 predicts v', () => {
  const recorded = recordedTensors('sd2/schedulers.safetensors');
  const requests = recordedJson<Record<string, RecordedRecipe>>('sd2/schedulers.json');

  test.each(['pndm', 'ddim', 'euler', 'euler-ancestral', 'dpmpp-2m', 'dpmpp-2m-karras', 'lcm'] as const)(
    '%s ends where diffusers ends',
    async (scheduler) => {
      const { latents } = await trace('sd2', requestOf(requests[scheduler]!, scheduler));
      expect(relativeError(latents.at(-1)!, recorded(`${scheduler}.latents`).data)).toBeLessThan(LCM_LATENTS);
    },
  );
});

describe('batches', () => {
  const recorded = recordedTensors('sd1/batches.safetensors');
  const recipe = recordedJson<RecordedRecipe>('sd1/text-to-image.json');

  test.each(['pndm', 'euler-ancestral'] as const)(
    'two seeds at once with %s: each has its own noise',
    async (scheduler) => {
      const request = { ...requestOf(recipe, scheduler), seeds: [recipe.seed, recipe.seed + 1] };
      const { latents } = await trace('sd1', request);
      expect(relativeError(latents.at(-1)!, recorded(`${scheduler}.generators.latents`).data)).toBeLessThan(LATENTS);
    },
  );

  test('each picture of a batch is the one its seed gives alone', async () => {
    const request = requestOf(recipe, 'pndm');
    const together = await trace('sd1', { ...request, seeds: [recipe.seed, recipe.seed + 1] });
    const alone = await trace('sd1', { ...request, seeds: [recipe.seed + 1] });
    expectPixels(together.result, 1, alone.result.images[0]!.pixels);
  });
});

test('seeds, sizes and guidance as diffusers has them: an odd size, no negative prompt, no guidance, a long prompt', async () => {
  const recorded = recordedTensors('sd1/variants.safetensors');
  const recipe = recordedJson<RecordedRecipe>('sd1/text-to-image.json');
  const texts = recordedJson<Record<string, { text: string; cut: string }>>('sd1/text.json');
  const base = requestOf(recipe, 'pndm');
  const variants: Record<string, GenerationRequest> = {
    '72x40': { ...base, height: 72, width: 40 },
    no_negative: { ...base, negativePrompt: '' },
    no_guidance: { ...base, guidanceScale: 1 },
    long: { ...base, prompt: texts['long']!.text },
  };
  for (const [name, request] of Object.entries(variants)) {
    const { result, latents } = await trace('sd1', request);
    const truth = recorded(`${name}.latents`);
    const last = truth.shape.length === 4 ? rowsOf(truth).at(-1)! : truth.data;
    expect(relativeError(latents.at(-1)!, last), name).toBeLessThan(LATENTS);
    expect(result.warnings.join(), name).toContain(name === 'long' ? texts['long']!.cut : '');
  }
});

test.each([
  ['sd1', 'pndm'],
  ['sd2', 'ddim'],
] as const)('%s as a single file in the original naming gives the picture of its folder', async (family, scheduler) => {
  // Toy sizes cannot be inferred (heads, group counts), so the folder's configurations are given.
  const config = (part: string) => recordedJson<Record<string, unknown>>(`${family}/model/${part}.json`);
  const pipeline = await openPipeline(recordingPath(`single-file/${family}-ldm.safetensors`), {
    dataFolder,
    device: 'cpu',
    threads: 1,
    tokenizerFolder: recordingPath(`${family}/model/tokenizer`),
    overrides: {
      unet: config('unet/config'),
      vae: config('vae/config'),
      textEncoder: config('text_encoder/config'),
      scheduler: config('scheduler/scheduler_config'),
    },
  });
  const result = await pipeline.generate(requestOf(recordedJson(`${family}/text-to-image.json`), scheduler));
  await pipeline.dispose();
  expectPixels(result, 0, recordedTensors(`${family}/text-to-image.safetensors`)<Uint8Array>('image_u8').data);
});

describe('image to image', () => {
  const recorded = recordedTensors('img2img/image-to-image.safetensors');
  const requests = recordedJson<Record<string, RecordedRecipe & { strength: number }>>('img2img/image-to-image.json');
  const init = recorded('init'); // (1, 3, 64, 64) in -1..1
  const image = toPixels(init.data, init.shape[3]!, init.shape[2]!);

  test.each(['pndm', 'ddim', 'euler', 'euler-ancestral', 'dpmpp-2m', 'dpmpp-2m-karras', 'lcm'] as const)(
    '%s ends where diffusers ends',
    async (scheduler) => {
      const recipe = requests[scheduler]!;
      const initImage = { image, strength: recipe.strength };
      const { result, latents } = await trace('sd1', { ...requestOf(recipe, scheduler), initImage });
      const truth = recorded(`${scheduler}.latents`);
      const last = truth.shape.length === 4 ? rowsOf(truth).at(-1)! : truth.data;
      expect(relativeError(latents.at(-1)!, last)).toBeLessThan(scheduler === 'lcm' ? LCM_LATENTS : LATENTS);
      if (recorded.has(`${scheduler}.image_u8`))
        expectPixels(result, 0, recorded<Uint8Array>(`${scheduler}.image_u8`).data);
    },
  );
});

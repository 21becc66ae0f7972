import type { SamplerId, Semantics } from '../vocabulary.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedJson, recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { type PresetId, strategyFromPreset } from '../strategy/presets.ts';
import { type UnitId, unitsOf } from '../strategy/architecture.ts';
import { explicitMode, FULL, parseMode } from '../strategy/sampling-mode.ts';
import { select } from '../strategy/selector.ts';
import type { MaskStrategy, Strategy } from '../strategy/strategy.ts';
import type { GenerationEvent, GenerationRequest, GenerationResult } from './generation.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';
import { toPixels } from '../vae/pixels.ts';

/** Latents after every call, relative to their largest value (f32 alone gives about 2e-6); pixels out of 255. */
const LATENTS = 1e-4;
const PIXELS = 2;
/** LCM divides by small alphas: rounding grows to 1e-4, on v-prediction to 6e-4. */
const LCM_LATENTS = 1e-3;

let dataFolder: string;
const pipelines = new Map<string, Promise<Pipeline>>();

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'heirloom-'));
});
afterAll(async () => {
  for (const pipeline of pipelines.values()) await (await pipeline).dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

function pipelineOf(family: string): Promise<Pipeline> {
  const known = pipelines.get(family);
  if (known) return known;
  const opened = openPipeline(recordingPath(`${family}/model`), { dataFolder, device: 'cpu', threads: 1 });
  pipelines.set(family, opened);
  return opened;
}

interface Recorded {
  readonly prompt: string;
  readonly negative_prompt: string;
  readonly steps: number;
  readonly guidance_scale: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

function requestOf(recorded: Recorded, scheduler: SamplerId): GenerationRequest {
  return {
    prompt: recorded.prompt,
    negativePrompt: recorded.negative_prompt,
    seeds: [recorded.seed],
    width: recorded.width,
    height: recorded.height,
    steps: recorded.steps,
    guidanceScale: recorded.guidance_scale,
    scheduler,
    strategy: null,
  };
}

/** Generates, keeping the latents after every call. */
async function trace(family: string, request: GenerationRequest) {
  const latents: Float32Array[] = [];
  const pipeline = await pipelineOf(family);
  const result = await pipeline.generate(request, (event: GenerationEvent) => {
    if (event.kind === 'latents') latents.push(event.latents.slice());
  });
  return { result, latents };
}

function rowsOf({ shape, data }: { shape: readonly number[]; data: Float32Array }): Float32Array[] {
  const length = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, i) => data.subarray(i * length, (i + 1) * length));
}

function expectPixels(result: GenerationResult, index: number, truth: Uint8Array): void {
  const { pixels } = result.images[index]!;
  expect(pixels).toHaveLength(truth.length);
  expect(Math.max(...pixels.map((value, i) => Math.abs(value - truth[i]!)))).toBeLessThanOrEqual(PIXELS);
}

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
    const requests = recordedJson<Record<string, Recorded>>('sd1/schedulers.json');

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
  const requests = recordedJson<Record<string, Recorded>>('sd2/schedulers.json');

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
  const recipe = recordedJson<Recorded>('sd1/text-to-image.json');

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
  const recipe = recordedJson<Recorded>('sd1/text-to-image.json');
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
  const requests = recordedJson<Record<string, Recorded & { strength: number }>>('img2img/image-to-image.json');
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

describe('feature inheritance, as the PyTorch oracle computes it (hooks on diffusers, Eq. 3 and 4)', () => {
  interface Oracle extends Recorded {
    readonly full_calls: Record<string, readonly number[]>;
    readonly presets: Record<string, { computed: readonly string[]; inherited: readonly string[] }>;
  }

  describe.each(['sd1', 'sd2', 'bk-tiny'])('%s', (family) => {
    const recorded = recordedTensors(`inheritance/${family}.safetensors`);
    const oracle = recordedJson<Oracle>(`inheritance/${family}.json`);
    const cases = Object.keys(oracle.presets).flatMap((preset) =>
      ['P5+', 'P2+', 'P5'].flatMap((mode) =>
        (['residual', 'boundary'] as const)
          .filter((semantics) => recorded.has(`${preset}.${mode}.${semantics}`))
          .map((semantics) => [preset, mode, semantics] as const),
      ),
    );

    test.each(cases)('%s %s %s', async (preset, mode, semantics) => {
      const pipeline = await pipelineOf(family);
      const strategy = strategyFromPreset(preset as PresetId, pipeline.model.architecture, parseMode(mode), semantics);
      expect(strategy.inherit).toEqual(oracle.presets[preset]!.inherited);
      const { result, latents } = await trace(family, {
        ...requestOf({ ...oracle, width: 64, height: 64 }, 'pndm'),
        strategy,
      });
      const fullCalls = result.timings.filter(({ step }) => step === 'full').map(({ call }) => call);
      expect(fullCalls).toEqual(oracle.full_calls[mode]);
      expect(relativeError(latents.at(-1)!, recorded(`${preset}.${mode}.${semantics}`).data)).toBeLessThan(LATENTS);
    });
  });
});

describe('multi-UNet switching', () => {
  const recorded = recordedTensors('inheritance/switching.safetensors');
  const recipe = requestOf(recordedJson('sd1/text-to-image.json'), 'pndm');

  test.each(['none', 'CO3.P5.residual', 'CO3.P5.boundary'])(
    'sd1 for 10 calls, then its Base student: %s',
    async (name) => {
      const { model } = await pipelineOf('sd1');
      const [preset, mode, semantics] = name.split('.') as [string, string?, Semantics?];
      const inheritance =
        mode && semantics
          ? strategyFromPreset(preset as PresetId, model.architecture, parseMode(mode), semantics)
          : { name, inherit: [], mode: FULL, semantics: 'residual' as const, precision: 'float32' as const };
      const base = recordingPath('sd1/base-unet');
      const switching = [
        { unet: model.path, calls: 10 },
        { unet: base, calls: 10 },
      ];
      const { result, latents } = await trace('sd1', { ...recipe, strategy: { ...inheritance, switching } });
      const truth = recorded(name);
      const last = truth.shape.length === 4 ? rowsOf(truth).at(-1)! : truth.data;
      expect(relativeError(latents.at(-1)!, last)).toBeLessThan(LATENTS);
      const full = result.timings.filter(({ step }) => step === 'full').map(({ call }) => call);
      if (mode) expect(full).toEqual([0, 5, 10, 15, 20]);
    },
  );

  test('a UNet that predicts something else cannot take a turn', async () => {
    const { model } = await pipelineOf('sd1');
    const switching = [
      { unet: model.path, calls: 10 },
      { unet: recordingPath('sd2/model'), calls: 10 },
    ];
    const strategy = {
      name: 'mixed',
      inherit: [],
      mode: FULL,
      semantics: 'residual' as const,
      switching,
      precision: 'float32' as const,
    };
    await expect(trace('sd1', { ...recipe, strategy })).rejects.toThrow(
      "it predicts v_prediction, the run's own UNet epsilon",
    );
  });
});

describe('boundary semantics is what the DeepCache package computes', () => {
  const recorded = recordedTensors('inheritance/deepcache.safetensors');
  const recipe = requestOf(recordedJson('sd1/text-to-image.json'), 'ddim');
  const branches: Record<string, string> = { branch0: 'up3.2', branch1: 'dn0.0 up3.1 up3.2', branch2: 'dn0 up3' };

  test.each(Object.keys(branches).flatMap((branch) => [2, 5].map((period) => [branch, period] as const)))(
    '%s at interval %i',
    async (branch, period) => {
      const { architecture } = (await pipelineOf('sd1')).model;
      const computed = new Set(select(branches[branch]!, architecture).units);
      const strategy: Strategy = {
        name: branch,
        inherit: unitsOf(architecture)
          .map(({ id }) => id)
          .filter((id) => !computed.has(id)),
        mode: { kind: 'periodic', period, tail: 0 },
        semantics: 'boundary',
        switching: [],
        precision: 'float32' as const,
      };
      const { latents } = await trace('sd1', { ...recipe, strategy });
      expect(relativeError(latents.at(-1)!, recorded(`${branch}.P${period}`).data)).toBeLessThan(LATENTS);
    },
  );
});

describe('what must hold whatever the numbers are', () => {
  const recipe = requestOf(recordedJson('sd1/text-to-image.json'), 'pndm');
  const some: readonly UnitId[] = ['dn1.0.attn', 'mid.0.res', 'up2.1.res', 'up3.2.attn'];
  const strategy = (change: Partial<MaskStrategy>): MaskStrategy => ({
    name: 'test',
    inherit: some,
    mode: { kind: 'periodic', period: 3, tail: 2 },
    semantics: 'residual',
    switching: [],
    precision: 'float32' as const,
    ...change,
  });

  test.each([
    ['an empty mask', strategy({ inherit: [] })],
    ['period 1', strategy({ mode: FULL })],
    ['an explicit list of all calls', strategy({ mode: explicitMode(Array.from({ length: 21 }, (_, call) => call)) })],
    ['a mask of units that this UNet lacks', strategy({ inherit: ['dn9.0.res'] })],
  ])('%s is the baseline, bit for bit', async (_, nothing) => {
    const baseline = await trace('sd1', recipe);
    const same = await trace('sd1', { ...recipe, strategy: nothing });
    expect(same.latents).toEqual(baseline.latents);
    expect(same.result.images).toEqual(baseline.result.images);
    expect(same.result.idealSpeedup).toBe(1);
  });

  test('caches do not leak: a run is the same after runs of other masks, sizes, batches and seeds', async () => {
    const first = await trace('sd1', { ...recipe, strategy: strategy({}) });
    await trace('sd1', { ...recipe, seeds: [7], strategy: strategy({ inherit: ['up3.0.res'] }) });
    await trace('sd1', { ...recipe, width: 96, strategy: strategy({}) });
    await trace('sd1', { ...recipe, seeds: [1, 2, 3], strategy: strategy({}) });
    await trace('sd1', { ...recipe, guidanceScale: 1, strategy: strategy({ semantics: 'boundary' }) });
    const again = await trace('sd1', { ...recipe, strategy: strategy({}) });
    expect(again.latents).toEqual(first.latents);
  });

  test('on little memory networks come and go, and the numbers stay the same, run after run', async () => {
    const small = await openPipeline(recordingPath('sd1/model'), {
      dataFolder,
      device: 'cpu',
      threads: 1,
      memory: 'small',
    });
    const request = { ...recipe, strategy: strategy({}) };
    const { result } = await trace('sd1', request);
    for (const again of [await small.generate(request), await small.generate(request)]) {
      expect(again.images).toEqual(result.images);
    }
    await small.dispose();
  });

  describe('VAE tiling', () => {
    const partsOf = async (request: GenerationRequest, signal?: AbortSignal, onPart = () => {}) => {
      const parts: string[] = [];
      const on = (event: GenerationEvent) => {
        if (event.kind !== 'stage' || !event.part) return;
        parts.push(`${event.stage} ${event.part.number}/${event.part.of}`);
        onPart();
      };
      const result = await (await pipelineOf('sd1')).generate({ ...request, vaeTiling: true }, on, signal);
      return { parts, image: result.images[0]! };
    };
    /** 65 latents across: one more than a tile has. */
    const wide: GenerationRequest = { ...recipe, width: 520, height: 64, steps: 2 };

    test('leaves a picture that is one tile as it is, bit for bit', async () => {
      const { result } = await trace('sd1', recipe);
      expect(await partsOf(recipe)).toEqual({ parts: [], image: result.images[0] });
    });

    test('decodes a larger one tile by tile, and tells of each; the denoising is the same', async () => {
      const { parts, image } = await partsOf(wide);
      expect(parts).toEqual(['decode 1/2', 'decode 2/2']);
      expect(image).toMatchObject({ width: 520, height: 64 });
      const whole = await trace('sd1', wide);
      const tiled = await trace('sd1', { ...wide, vaeTiling: true });
      expect(tiled.latents).toEqual(whole.latents);
      expect(tiled.result.images).toEqual([image]);
      expect(tiled.result.images).not.toEqual(whole.result.images);
    });

    test('a start picture is encoded in the same tiles', async () => {
      const initImage = { image: (await partsOf(wide)).image, strength: 0.6 };
      const { parts } = await partsOf({ ...wide, initImage });
      expect(parts).toEqual(['encode-image 1/2', 'encode-image 2/2', 'decode 1/2', 'decode 2/2']);
    });

    test('can be cancelled between two tiles', async () => {
      const abort = new AbortController();
      const cancelled = partsOf(wide, abort.signal, () => abort.abort(new Error('stopped by the test')));
      await expect(cancelled).rejects.toThrow('stopped by the test');
    });
  });

  test('guidance halves keep features of their own: each half is the run that has only it', async () => {
    // Guidance 1 computes the prompt's half alone. If halves shared features, the same prompt on both sides would differ.
    const same = { ...recipe, negativePrompt: recipe.prompt, strategy: strategy({}) };
    const both = await trace('sd1', { ...same, guidanceScale: 7.5 });
    const alone = await trace('sd1', { ...same, guidanceScale: 1 });
    expect(relativeError(both.latents.at(-1)!, alone.latents.at(-1)!)).toBeLessThan(LATENTS);
  });

  test('a full step after inherit steps is a full step without them', async () => {
    // With full calls everywhere but one, the calls before it are untouched by the strategy, to the last bit.
    const baseline = await trace('sd1', recipe);
    const mode = explicitMode(Array.from({ length: 21 }, (_, call) => call).filter((call) => call !== 12));
    const once = await trace('sd1', { ...recipe, strategy: strategy({ mode }) });
    expect(once.latents.slice(0, 12)).toEqual(baseline.latents.slice(0, 12));
    expect(once.latents[12]).not.toEqual(baseline.latents[12]);
  });

  test('cancelling stops between calls and leaves the pipeline usable', async () => {
    const pipeline = await pipelineOf('sd1');
    const abort = new AbortController();
    let calls = 0;
    const cancelled = pipeline.generate(
      recipe,
      (event) => {
        if (event.kind === 'call' && ++calls === 3) abort.abort(new Error('stopped by the test'));
      },
      abort.signal,
    );
    await expect(cancelled).rejects.toThrow('stopped by the test');
    expect(calls).toBe(3);
    const baseline = await trace('sd1', recipe);
    expect(baseline.latents).toHaveLength(21);
  });

  test('a request that cannot be met says what to change', async () => {
    const pipeline = await pipelineOf('sd1');
    await expect(pipeline.generate({ ...recipe, width: 100 })).rejects.toThrow(
      'width 100: expected a multiple of 8 pixels, such as 104',
    );
    await expect(pipeline.generate({ ...recipe, steps: 0 })).rejects.toThrow(
      'steps 0: expected a whole number from 1 to 1000',
    );
    await expect(pipeline.generate({ ...recipe, seeds: [] })).rejects.toThrow('seeds: expected at least one');
  });
});

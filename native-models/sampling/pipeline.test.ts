import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordedJson, recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { type PresetId, strategyFromPreset } from '../strategy/presets.ts';
import { parseMode } from '../strategy/sampling-mode.ts';
import type { GenerationEvent, GenerationRequest, GenerationResult } from './generation.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';
import type { SamplerId } from './sampler.ts';

/** The bounds: latents after every call, relative to their largest value; pixels out of 255. */
const LATENTS = 1e-3;
const PIXELS = 2;

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
      expect(relativeError(latents.at(-1)!, recorded(`${scheduler}.latents`).data)).toBeLessThan(LATENTS);
    },
  );
});

describe('batches', () => {
  const recorded = recordedTensors('sd1/batches.safetensors');
  const recipe = recordedJson<Recorded>('sd1/text-to-image.json');

  test.each(['pndm', 'euler-ancestral'] as const)('two seeds at once with %s: each has its own noise', async (scheduler) => {
    const request = { ...requestOf(recipe, scheduler), seeds: [recipe.seed, recipe.seed + 1] };
    const { latents } = await trace('sd1', request);
    expect(relativeError(latents.at(-1)!, recorded(`${scheduler}.generators.latents`).data)).toBeLessThan(LATENTS);
  });

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

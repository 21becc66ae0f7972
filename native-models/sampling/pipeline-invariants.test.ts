/** What holds of every run, whatever its numbers are. */
import { describe, expect, test } from 'vitest';
import { recordedJson, recordingPath, relativeError } from '../reference/recording.ts';
import { type UnitId } from '../strategy/architecture.ts';
import { explicitMode, FULL } from '../strategy/sampling-mode.ts';
import type { MaskStrategy } from '../strategy/strategy.ts';
import type { GenerationEvent, GenerationRequest } from './generation.ts';
import { openPipeline } from './pipeline.ts';
import { requestOf } from '../reference/recipe.ts';
import { dataFolder, LATENTS, pipelineOf, trace } from './recorded-run.fixture.ts';

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

/** Runs whose prompts are weighted and long, beside what diffusers' UNet gives for the same embeddings. */
import { describe, expect, test } from 'vitest';
import { requestOf } from '../reference/recipe.ts';
import { recordedJson, recordedTensors, relativeError } from '../reference/recording.ts';
import { strategyFromPreset } from '../strategy/presets.ts';
import { parseMode } from '../strategy/sampling-mode.ts';
import { inheritCost, unetCost } from '../unet/cost.ts';
import { inheritanceOf } from '../unet/inheritance.ts';
import { parseUNetConfig } from '../unet/config.ts';
import type { GenerationRequest } from './generation.ts';
import { LATENTS, pipelineOf, trace } from './recorded-run.fixture.ts';

const recipe = requestOf(recordedJson('sd1/text-to-image.json'), 'pndm');

describe.each(['sd1', 'sd2'])('%s', (family) => {
  const recorded = recordedTensors(`${family}/prompts.safetensors`);
  const texts = recordedJson<Record<string, { text: string }>>(`${family}/prompts.json`);
  const request: GenerationRequest = {
    ...recipe,
    prompt: texts['long and weighted']!.text,
    negativePrompt: texts['one weight']!.text,
    promptSyntax: 'a1111',
  };

  test('every call full, and with features that are inherited', async () => {
    const { model } = await pipelineOf(family);
    const strategy = strategyFromPreset('CO3', model.architecture, parseMode('P5'));
    for (const [name, change] of [
      ['run.none', {}],
      ['run.CO3.P5.residual', { strategy }],
    ] as const) {
      const { latents, result } = await trace(family, { ...request, ...change });
      expect(relativeError(latents.at(-1)!, recorded(name).data), name).toBeLessThan(LATENTS);
      expect(result.warnings).toEqual([]);
    }
  });

  test('a prompt without weights that fits gives the same picture either way, bit for bit', async () => {
    const plain = await trace(family, recipe);
    const weighted = await trace(family, { ...recipe, promptSyntax: 'a1111' });
    expect(weighted.latents).toEqual(plain.latents);
    expect(weighted.result.images).toEqual(plain.result.images);
  });

  test('runs of other lengths in between leave no trace', async () => {
    const first = await trace(family, { ...recipe, steps: 2 });
    await trace(family, { ...request, steps: 2 });
    expect((await trace(family, { ...recipe, steps: 2 })).latents).toEqual(first.latents);
  });
});

test('what a run saves is counted with all the tokens that its UNet reads', async () => {
  const config = parseUNetConfig(recordedJson('sd1/model/unet/config.json'), 'unet');
  const { model } = await pipelineOf('sd1');
  const strategy = strategyFromPreset('CO3', model.architecture, parseMode('P2'));
  const prompt = 'cat BREAK hat BREAK sea';
  const { result } = await trace('sd1', {
    ...recipe,
    prompt,
    promptSyntax: 'a1111',
    steps: 4,
    scheduler: 'ddim',
    strategy,
  });
  const size = { batch: 1, height: 8, width: 8, tokens: 3 * 77 };
  const { macShare } = inheritCost(config, size, inheritanceOf(config, strategy.inherit, 'residual'));
  expect(result.idealSpeedup).toBeCloseTo(4 / (2 + 2 * macShare), 10);
  expect(unetCost(config, size).macs).toBeGreaterThan(unetCost(config, { ...size, tokens: 77 }).macs);
});

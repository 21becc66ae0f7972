import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { psnr } from '../metrics/pair/psnr.ts';
import { INT8_ALONE } from '../strategy/precision.ts';
import { strategyFromPreset } from '../strategy/presets.ts';
import { parseMode } from '../strategy/sampling-mode.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { GenerationRequest } from './generation.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

/** The model that comes with Heirloom: small, and really trained, so that harm shows. */
const EMBEDDED = fileURLToPath(new URL('../../resources/models/heirloom-emoji', import.meta.url));
const STEPS = 20;
/** dB against float32's picture; 25 to 30 were measured. */
const LEAST_PSNR = 22;

let dataFolder: string;
let pipeline: Pipeline;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'heirloom-'));
  pipeline = await openPipeline(EMBEDDED, { device: 'cpu', threads: 1, dataFolder });
});
afterAll(async () => {
  await pipeline.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

function requestOf(prompt: string, strategy: Strategy | null): GenerationRequest {
  return {
    prompt,
    negativePrompt: '',
    seeds: [7],
    width: pipeline.model.defaultSize.width,
    height: pipeline.model.defaultSize.height,
    steps: STEPS,
    guidanceScale: 4,
    scheduler: 'pndm',
    strategy,
  };
}

const picture = async (prompt: string, strategy: Strategy | null) =>
  (await pipeline.generate(requestOf(prompt, strategy))).images[0]!;

describe('the embedded model in int8', () => {
  test.each(['a fox, noto style', 'a rocket, fluent style', 'a panda, noto style'])('%s', async (prompt) => {
    const before = await picture(prompt, null);
    const int8 = await picture(prompt, INT8_ALONE);
    expect(psnr(int8, before)).toBeGreaterThan(LEAST_PSNR);
    expect(psnr(int8, before)).toBeLessThan(Number.POSITIVE_INFINITY);
    // Nothing of it stays with the sessions of float32.
    expect((await picture(prompt, null)).pixels).toEqual(before.pixels);
  });

  test('with inheritance it is about what inheritance alone gives', async () => {
    const strategy = strategyFromPreset('CO6', pipeline.model.architecture, parseMode('P5+'));
    const inherited = await picture('a fox, noto style', strategy);
    const both = await picture('a fox, noto style', { ...strategy, precision: 'int8' });
    expect(psnr(both, inherited)).toBeGreaterThan(LEAST_PSNR);
  });

  test('the ideal speed-up counts multiply-accumulates, of which int8 makes as many', async () => {
    const { idealSpeedup, warnings } = await pipeline.generate(requestOf('a fox, noto style', INT8_ALONE));
    expect(idealSpeedup).toBe(1);
    expect(warnings).toEqual([]);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordingPath } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { unitsOf } from '../strategy/architecture.ts';
import { architectureOf } from '../unet/config.ts';
import { buildFullStep } from '../unet/step.ts';
import { UNET_INPUTS } from '../unet/unet.ts';
import { calibrate, type CalibrationRequest } from './calibrate.ts';
import { conditionOn } from './conditioning.ts';
import { createSampler } from '../solvers/create-sampler.ts';
import type { GenerationEvent } from './generation.ts';
import { loadModel } from './loaded-model.ts';
import { TorchGenerator } from './noise.ts';
import { openPipeline } from './pipeline.ts';
import { readPrompts } from './read-prompts.ts';
import { stableDiffusionConfig } from '../solvers/scheduler-config.ts';
import { buildTextEncoder } from '../text-encoder/text-encoder.ts';

const MODEL = recordingPath('sd1/model');
const request: CalibrationRequest = {
  prompt: 'a castle on a hill at dawn',
  negativePrompt: '',
  seeds: [7],
  width: 64,
  height: 64,
  steps: 4,
  guidanceScale: 1,
  scheduler: 'ddim',
};

let dataFolder: string;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'heirloom-'));
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

const options = () => ({ dataFolder, device: 'cpu', threads: 1 }) as const;

test('every unit of the UNet, in order, with one change fewer than calls', async () => {
  const { unet } = await loadModel(MODEL, options());
  const { calls, units } = await calibrate(MODEL, { ...request, scheduler: 'pndm', guidanceScale: 7.5 }, options());
  expect(calls).toBe(5);
  expect(units.map(({ id }) => id)).toEqual(unitsOf(architectureOf(unet.config)).map(({ id }) => id));
  for (const { change, milliseconds } of units) {
    expect(milliseconds).toBeGreaterThan(0);
    expect(change).toHaveLength(4);
    for (const value of change) expect(value).toBeGreaterThan(0);
  }
});

test("the change is that of F between a run's own calls", async () => {
  // DDIM feeds the latents to the UNet as they are, so a plain run tells what the UNet saw at each call.
  const inputs = [new TorchGenerator(7).randn(4 * 8 * 8)];
  const pipeline = await openPipeline(MODEL, options());
  await pipeline.generate({ ...request, strategy: null }, (event: GenerationEvent) => {
    if (event.kind === 'latents') inputs.push(event.latents.slice());
  });
  await pipeline.dispose();

  const { unet, textEncoders, family, checkpoint } = await loadModel(MODEL, options());
  const { config, weights, tokenizer } = textEncoders.get('textEncoder')!;
  const session = await createSession(buildTextEncoder(config, weights, 1), weights.folder, 'cpu');
  const encoders = new Map([['textEncoder', { tokenizer, session }]] as const);
  const prompts = readPrompts(request, encoders, false);
  const conditioning = await conditionOn(prompts, request, family, encoders, 1);
  const size = { batch: 1, height: 8, width: 8, tokens: config.positions };
  const graph = buildFullStep(unet.config, unet.weights, size, [{ name: 'F:up0.1.res' }]);
  const step = await createSession(graph, unet.weights.folder, 'cpu');
  const { timesteps } = createSampler('ddim', stableDiffusionConfig(checkpoint.schedulerConfig), 4);
  const features: Float32Array[] = [];
  for (const call of [1, 2]) {
    const feeds = { [UNET_INPUTS.sample]: inputs[call]!, ...conditioning };
    const outputs = await step.run({ ...feeds, [UNET_INPUTS.timestep]: Float32Array.of(timesteps[call]!) });
    features.push(outputs['F:up0.1.res']!);
  }
  const [before, after] = features as [Float32Array, Float32Array];
  const norm = (values: Float32Array) => Math.hypot(...values);
  const expected = norm(after.map((value, i) => value - before[i]!)) / norm(before);

  const { units } = await calibrate(MODEL, request, options());
  expect(units.find(({ id }) => id === 'up0.1.res')!.change[1]).toBeCloseTo(expected, 4);
});

test('it can be stopped between two calls', async () => {
  const abort = new AbortController();
  let calls = 0;
  const stopped = calibrate(MODEL, request, { ...options(), signal: abort.signal }, ({ kind }) => {
    if (kind === 'call' && ++calls === 2) abort.abort(new Error('enough'));
  });
  await expect(stopped).rejects.toThrow('enough');
  expect(calls).toBe(2);
});

test('a request that no run can have is refused', async () => {
  await expect(calibrate(MODEL, { ...request, width: 63 }, options())).rejects.toThrow('multiple of 8');
});

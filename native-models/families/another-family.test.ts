/** One more family is a row: it is found, conditions, and goes through the sampling loop. Its truths are recorded, or computed row by row. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { openCheckpoint } from './open.ts';
import { keptName } from '../graph/conditional.ts';
import { recordedJson, recordedTensors, relativeError } from '../reference/recording.ts';
import { createSession } from '../runtime/session.ts';
import { conditionOn } from '../sampling/conditioning.ts';
import { followPlan, storeOf } from '../sampling/denoise.ts';
import type { GenerationRequest } from '../sampling/generation.ts';
import { type LoadedModel, loadModel } from '../sampling/loaded-model.ts';
import { ModelSessions } from '../sampling/model-sessions.ts';
import { TorchGenerator } from '../sampling/noise.ts';
import { openPipeline } from '../sampling/pipeline.ts';
import { prepareRun } from '../sampling/prepare-run.ts';
import { readPrompts } from '../sampling/read-prompts.ts';
import { parseProgram } from '../strategy/parse-program.ts';
import { strategyFromPreset } from '../strategy/presets.ts';
import { parseMode } from '../strategy/sampling-mode.ts';
import { architectureOf } from '../unet/config.ts';
import { inheritanceOf } from '../unet/inheritance.ts';
import { buildConditionalStep, buildFullStep, buildInheritStep, INHERIT_INPUT } from '../unet/step.ts';
import { UNET_OUTPUT } from '../unet/unet.ts';
import { twice, WITH_ANOTHER, writeAnother } from './another-family.fixture.ts';
import type { Family, NamedFeeds } from './family.ts';

/** Two graphs of one network may round differently. */
const ROUNDING = 1e-5;
const texts = recordedJson<Record<'prompt' | 'negative' | 'long', { text: string }>>('sd1/text.json');
const GUIDANCE = 7.5;
const request: GenerationRequest = {
  prompt: texts.prompt.text,
  negativePrompt: texts.negative.text,
  seeds: [1, 2],
  width: 64,
  height: 128,
  steps: 4,
  guidanceScale: GUIDANCE,
  scheduler: 'ddim',
  strategy: null,
};

let folder: string;
let path: string;
let model: LoadedModel;
let sessions: ModelSessions;
const options = () => ({ dataFolder: folder, families: WITH_ANOTHER });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirloom-'));
  path = join(folder, 'twice');
  await writeAnother(path);
  model = await loadModel(path, options());
  sessions = new ModelSessions(model, 'cpu', { threads: 1 }, 20);
});
afterAll(async () => {
  await sessions.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** A row of each feed, from what transformers computed for the text encoders of both families. */
function recordedRow(name: 'prompt' | 'negative'): NamedFeeds {
  const [first, second] = ['sd1', 'sd2'].map(
    (of) => recordedTensors(`${of}/text.safetensors`)(`${name}.embeddings`).data,
  );
  return {
    encoder_hidden_states: Float32Array.of(...first!, ...second!),
    text_embeds: second!.slice(-16),
    time_ids: Float32Array.of(2, 1),
  };
}

const conditioned = async (change: Partial<GenerationRequest>, guided: boolean) => {
  const encoders = await sessions.textEncoders();
  const prompts = readPrompts({ ...request, ...change }, encoders, guided);
  const feeds = await conditionOn(prompts, request, model.family, encoders, 2);
  return { feeds, warnings: prompts.warnings };
};

test('it is found, and only where it is asked for', async () => {
  expectTypeOf(twice).toExtend<Family>();
  expectTypeOf<Parameters<Parameters<(typeof twice)['feeds']>[0]>[0]>().toEqualTypeOf<'textEncoder' | 'textEncoder2'>();
  expect(model.family).toBe(twice);
  expect([...model.textEncoders.keys()]).toEqual(['textEncoder', 'textEncoder2']);
  await expect(openCheckpoint(path, { dataFolder: '' })).rejects.toThrow(
    'model_index.json: expected StableDiffusionPipeline, found StableDiffusionTwicePipeline. Heirloom runs Stable Diffusion 1.x and 2.x',
  );
});

describe('what the UNet is told', () => {
  test('every feed has the rows of a batch: the negative prompt, then the prompt', async () => {
    const { feeds } = await conditioned({}, true);
    const rows = (['negative', 'negative', 'prompt', 'prompt'] as const).map(recordedRow);
    expect(Object.keys(feeds)).toEqual(['encoder_hidden_states', 'text_embeds', 'time_ids']);
    for (const [name, found] of Object.entries(feeds)) {
      expect(relativeError(found, Float32Array.of(...rows.flatMap((row) => [...row[name]!])))).toBeLessThan(1e-4);
    }
    const { feeds: alone } = await conditioned({}, false);
    for (const [name, found] of Object.entries(alone))
      expect(found).toEqual(feeds[name]!.slice(feeds[name]!.length / 2));
  });

  test('a prompt that two tokenizers cut alike is told of once', async () => {
    const { warnings } = await conditioned({ prompt: texts.long.text }, true);
    expect(warnings).toEqual([expect.stringContaining('the prompt is longer than 77 tokens')]);
  });

  test('parts of different models are refused, by the input that does not fit', async () => {
    const narrow: Family<'textEncoder' | 'textEncoder2'> = {
      ...twice,
      feeds: (configOf) => ({ ...twice.feeds(configOf), added: { text_embeds: [8], time_ids: [2] } }),
    };
    await expect(loadModel(path, { ...options(), families: { narrow } })).rejects.toThrow(
      'unet/config.json: input text_embeds: expected [8], found [16]; these parts come from different models',
    );
  });
});

/** What the UNet gives for one row, in a session of its own. */
async function rowByRow(latents: readonly Float32Array[], feeds: readonly NamedFeeds[], timestep: number) {
  const { config, weights } = model.unet;
  const size = { batch: 1, height: 16, width: 8, tokens: 154 };
  const session = await createSession(buildFullStep(config, weights, size), weights.folder, 'cpu');
  const outputs: Float32Array[] = [];
  for (const [i, sample] of latents.entries()) {
    const told = { sample, timestep: Float32Array.of(timestep), ...feeds[i] };
    outputs.push((await session.run(told))[UNET_OUTPUT]!);
  }
  await session.dispose();
  return outputs;
}

describe('the sampling loop', () => {
  test('both halves, then one half with the guidance term of the call before', async () => {
    const strategy = parseProgram({
      kind: 'program',
      name: 'half',
      masks: {},
      calls: [{}, { guidance: [{ call: 0 }] }, {}, {}],
    });
    const run = await prepareRun({ ...request, strategy }, { model, sessions, unets: [model.unet] });
    const { feeds } = await conditioned({}, true);
    const { timesteps } = run.sampler;
    const context = { ...run, timesteps, feeds, guidanceScale: GUIDANCE, onCall: () => {} };
    using store = storeOf(context);
    const denoise = followPlan(context, store);
    const noise = [0, 1].map((call) => new TorchGenerator(call).randn(2 * 4 * 16 * 8));

    const [negative, prompt] = [recordedRow('negative'), recordedRow('prompt')];
    const rowsOf = (both: Float32Array) => [both.subarray(0, both.length / 2), both.subarray(both.length / 2)];
    const first = rowsOf(noise[0]!);
    const uncond = await rowByRow(first, [negative, negative], timesteps[0]!);
    const cond = await rowByRow(first, [prompt, prompt], timesteps[0]!);
    const later = await rowByRow(rowsOf(noise[1]!), [prompt, prompt], timesteps[1]!);
    const guided = cond.map((row, i) => row.map((c, k) => uncond[i]![k]! + GUIDANCE * (c - uncond[i]![k]!)));
    const half = later.map((row, i) => row.map((c, k) => c + (GUIDANCE - 1) * (cond[i]![k]! - uncond[i]![k]!)));
    for (const [call, truth] of [guided, half].entries()) {
      const output = await denoise(noise[call]!, call);
      expect(
        relativeError(
          output,
          truth.flatMap((row) => [...row]),
        ),
        `call ${call}`,
      ).toBeLessThan(1e-4);
    }
  });

  test('a pipeline makes pictures of it, which inherit; every feed has a say in them', async () => {
    const pipeline = await openPipeline(path, { ...options(), device: 'cpu', threads: 1 });
    const strategy = strategyFromPreset('CO3', pipeline.model.architecture, parseMode('P2'));
    const { images, timings } = await pipeline.generate({ ...request, strategy });
    const [alone] = (await pipeline.generate({ ...request, seeds: [2], strategy })).images;
    await pipeline.dispose();
    expect(timings.map(({ step }) => step)).toEqual(['full', 'inherit', 'full', 'inherit']);
    expect(images).toHaveLength(2);
    const apart = Array.from(images[1]!.pixels, (value, i) => Math.abs(value - alone!.pixels[i]!));
    expect(Math.max(...apart)).toBeLessThan(3);

    const [sample, row] = [new TorchGenerator(3).randn(4 * 16 * 8), recordedRow('prompt')];
    const muted = Object.keys(row).map((name) => ({ ...row, [name]: row[name]!.map((x) => x + 1) }));
    const [plain, ...others] = await rowByRow([sample, sample, sample, sample], [row, ...muted], 500);
    for (const other of others) expect(relativeError(other, plain!)).toBeGreaterThan(1e-3);
  });
});

test('a graph with branches, for devices that hold weights once, reads every feed in both of them', async () => {
  const { config, weights } = model.unet;
  const size = { batch: 2, height: 16, width: 8, tokens: 154 };
  const { inherit } = strategyFromPreset('CO3', architectureOf(config), parseMode('P2'));
  const step = buildInheritStep(config, weights, size, inheritanceOf(config, inherit, 'residual'));
  const graphs = [
    buildFullStep(config, weights, size, step.features),
    step.graph,
    buildConditionalStep(config, weights, size, step),
  ];
  const [full, inheriting, branches] = await Promise.all(
    graphs.map((graph) => createSession(graph, weights.folder, 'cpu')),
  );
  const rows = (['negative', 'prompt'] as const).map(recordedRow);
  const feeds = Object.fromEntries(
    Object.keys(rows[0]!).map((name) => [name, Float32Array.of(...rows.flatMap((row) => [...row[name]!]))]),
  );
  const told = { sample: new TorchGenerator(4).randn(2 * 4 * 16 * 8), timestep: Float32Array.of(500), ...feeds };
  const whole = await full!.run(told);
  const kept = Object.fromEntries(step.features.map(({ name }) => [keptName(name), whole[name]!.map((x) => x / 2)]));
  const given = Object.fromEntries(step.features.map(({ name }) => [name, kept[keptName(name)]!]));
  for (const [inherits, truth] of [
    [0, whole],
    [1, await inheriting!.run({ ...told, ...given })],
  ] as const) {
    const found = await branches!.run({ ...told, ...kept, [INHERIT_INPUT]: Uint8Array.of(inherits) }, [UNET_OUTPUT]);
    expect(relativeError(found[UNET_OUTPUT]!, truth[UNET_OUTPUT]!)).toBeLessThan(ROUNDING);
  }
  for (const session of [full, inheriting, branches]) await session!.dispose();
});

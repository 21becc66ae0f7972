import type { FloatType } from '../vocabulary.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCheckpoint } from '../families/open.ts';
import type { WeightSource } from '../graph/weights.ts';
import { keptName } from '../graph/conditional.ts';
import type { Graph } from '../graph/graph.ts';
import { createRoundedSession } from '../graph/rounded.fixture.ts';
import type { PlainForm } from '../graph/plain-forms.ts';
import { recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import type { Feeds, KeepOptions, KeptOutputs, Session } from '../runtime/session.ts';
import { PRESETS, resolvePreset } from '../strategy/presets.ts';
import { architectureOf, parseUNetConfig, type UNetConfig } from './config.ts';
import { inheritanceOf } from './inheritance.ts';
import { buildConditionalStep, buildFullStep, buildInheritStep, INHERIT_INPUT } from './step.ts';
import { UNET_INPUTS, UNET_OUTPUT } from './unet.ts';

/** Some tens of operators, one after the other, that round to 11 bits. */
const TOLERANCE = 20 * 2 ** -11;

describe.each(['sd1', 'sd2'] as const)('%s in float16', (family) => {
  const recorded = recordedTensors(`${family}/unet.safetensors`);
  const latents = recorded('64x64.latents');
  const [batch, , height, width] = latents.shape as [number, number, number, number];
  const size = { batch, height, width, tokens: recorded('embeddings').shape[1]! };
  const at = (timestep: number): Feeds => ({
    [UNET_INPUTS.sample]: latents.data.map((x) => x * (1 + timestep / 1000)),
    [UNET_INPUTS.timestep]: Float32Array.of(timestep),
    [UNET_INPUTS.context]: recorded('embeddings').data,
  });
  let dataFolder: string;
  let config: UNetConfig;
  let weights: Record<FloatType, WeightSource>;

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'heirloom-'));
    const { unet } = await openCheckpoint(recordingPath(`${family}/model`), { dataFolder });
    config = parseUNetConfig(unet.config, unet.configFile);
    weights = { float32: await unet.load(), float16: await unet.load('float16') };
  });
  afterAll(() => rm(dataFolder, { recursive: true, force: true }));

  type Run = (feeds: Feeds) => Promise<{ readonly output: Float32Array; readonly kept: KeptOutputs }>;
  const withGraph = async <T>(
    build: (weights: WeightSource) => Graph,
    precision: FloatType,
    work: (run: Run, session: Session) => Promise<T>,
    carried: KeepOptions = {},
    spelledOut: readonly PlainForm[] = [],
  ): Promise<T> => {
    const source = weights[precision];
    const options = { threads: 1, precision, spelledOut };
    const session = await createRoundedSession(build(source), source.folder, 'cpu', options, carried);
    try {
      return await work(async (feeds) => {
        const { fetches, kept } = await session.runKeeping(feeds);
        return { output: fetches[UNET_OUTPUT]!, kept };
      }, session);
    } finally {
      await session.dispose();
    }
  };
  const run = async (
    build: (weights: WeightSource) => Graph,
    precision: FloatType,
    feeds: Feeds,
    carried?: KeepOptions,
    spelledOut?: readonly PlainForm[],
  ) => await withGraph(build, precision, async (each) => await each(feeds), carried, spelledOut);

  test('the weights are float16 where they lie', () => {
    const graph = buildFullStep(config, weights.float16, size);
    const types = new Set(
      [...graph.initializers.values()].filter(({ data }) => data.kind === 'file').map(({ type }) => type),
    );
    expect([...types]).toEqual(['float16']);
  });

  test.each([
    ['nothing', []],
    ['much', ['MultiHeadAttention', 'LayerNormalization', 'InstanceNormalization', 'Gelu']],
  ] as const)('a full step, with %s spelled out', async (_, spelledOut) => {
    const full = (source: WeightSource) => buildFullStep(config, source, size);
    const { output: truth } = await run(full, 'float32', at(801));
    const { output } = await run(full, 'float16', at(801), {}, spelledOut);
    expect(relativeError(output, truth)).toBeLessThan(TOLERANCE);
    expect(relativeError(output, truth)).toBeGreaterThan(2 ** -14); // it is not float32 that was run
  });

  test.each(['CO6', 'CO3', 'AI'])(
    '%s: a full step, and an inherit step that is fed its features in float16',
    async (id) => {
      const { inherited } = resolvePreset(
        PRESETS.find((preset) => preset.id === id)!,
        architectureOf(config),
      );
      const inheritance = inheritanceOf(config, inherited, 'residual');
      const step = (source: WeightSource) => buildInheritStep(config, source, size, inheritance);
      const names = step(weights.float32).features.map(({ name }) => name);
      const steps = async (precision: FloatType) => {
        const { features } = step(weights[precision]);
        const whole = (source: WeightSource) => buildFullStep(config, source, size, features);
        const { kept } = await run(whole, precision, at(801), { outputs: names });
        const feeds = { ...at(781), ...kept };
        const { output } = await run((source) => step(source).graph, precision, feeds, { inputs: names });
        return { kept, output };
      };
      const truth = await steps('float32');
      const half = await steps('float16');
      expect(Object.values(half.kept).every((feature) => feature instanceof Float16Array)).toBe(true);
      expect(relativeError(half.output, truth.output)).toBeLessThan(TOLERANCE);

      // Both in one graph, whose branches hold what only a full step computes.
      const either = (source: WeightSource) => buildConditionalStep(config, source, size, step(source));
      const carried = { outputs: names, inputs: names.map(keptName) };
      const fed = Object.fromEntries(names.map((name) => [keptName(name), half.kept[name]!]));
      await withGraph(
        either,
        'float16',
        async (each, { inputs }) => {
          const full = await each({ ...at(801), ...fed, [INHERIT_INPUT]: Uint8Array.of(0) });
          for (const name of names) {
            const [found, expected] = [full.kept[name], half.kept[name]] as Float16Array[];
            expect(relativeError(found!, expected!)).toBeLessThan(TOLERANCE);
          }
          const part = await each({ ...at(781), ...fed, [INHERIT_INPUT]: Uint8Array.of(1) });
          expect(relativeError(part.output, truth.output)).toBeLessThan(TOLERANCE);
          const types = inputs.filter(({ name }) => name.startsWith('kept:')).map(({ type }) => type);
          expect(types).toEqual(names.map(() => 'float16'));
        },
        carried,
      );
    },
  );
});

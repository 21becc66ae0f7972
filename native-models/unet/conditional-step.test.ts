import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoint } from '../families/open.ts';
import type { WeightSource } from '../graph/weights.ts';
import type { Graph } from '../graph/graph.ts';
import { keptName } from '../graph/conditional.ts';
import { recordedTensors, recordingPath } from '../reference/recording.ts';
import { createSession, type Feeds, type Fetches } from '../runtime/session.ts';
import { PRESETS, resolvePreset } from '../strategy/presets.ts';
import { builtInConfig } from './built-in.ts';
import { architectureOf, parseUNetConfig, type UNetConfig } from './config.ts';
import { oneHalf } from './cost.ts';
import { inheritanceOf } from './inheritance.ts';
import { buildConditionalStep, buildFullStep, buildInheritStep, INHERIT_INPUT } from './step.ts';
import { UNET_INPUTS } from './unet.ts';
import { absentWeights } from '../graph/weights.ts';

const SEMANTICS = ['residual', 'boundary'] as const;
/** In Tiny some presets leave no AttnUnit, or no ResUnit, to compute. */
const FAMILIES = { sd1: PRESETS, 'bk-tiny': PRESETS.filter(({ id }) => ['RI', 'CO3', 'CO5'].includes(id)) };

describe.each(Object.entries(FAMILIES))(
  '%s: one conditional graph gives the bits of the two it is made of',
  (family, presets) => {
    const recorded = recordedTensors(`${family}/unet.safetensors`);
    const latents = recorded('64x64.latents');
    const [batch, , height, width] = latents.shape as [number, number, number, number];
    const size = { batch, height, width, tokens: recorded('embeddings').shape[1]! };
    let dataFolder: string;
    let config: UNetConfig;
    let weights: WeightSource;

    beforeAll(async () => {
      dataFolder = await mkdtemp(join(tmpdir(), 'heirloom-'));
      const { unet } = await openCheckpoint(recordingPath(`${family}/model`), { dataFolder });
      config = parseUNetConfig(unet.config, unet.configFile);
      weights = await unet.load();
    });
    afterAll(() => rm(dataFolder, { recursive: true, force: true }));

    type Run = (feeds: Feeds) => Promise<Fetches>;
    const withGraph = async <T>(graph: Graph, work: (run: Run) => Promise<T>): Promise<T> => {
      // 'small': upsampling stays as it is; folding it, which only steps of their own are, changes the last bits.
      const session = await createSession(graph, weights.folder, 'cpu', { threads: 1, memory: 'small' });
      try {
        return await work((feeds) => session.run(feeds));
      } finally {
        await session.dispose();
      }
    };
    const run = async (graph: Graph, feeds: Feeds) => await withGraph(graph, async (each) => await each(feeds));

    test.each(presets.flatMap((preset) => SEMANTICS.map((semantics) => [preset.id, semantics, preset] as const)))(
      '%s %s',
      async (_id, semantics, preset) => {
        const { inherited } = resolvePreset(preset, architectureOf(config));
        const inheritance = inheritanceOf(config, inherited, semantics);
        const inherit = buildInheritStep(config, weights, size, inheritance);
        const { features } = inherit;
        const graph = buildConditionalStep(config, weights, size, inherit);
        const at = (timestep: number): Feeds => ({
          [UNET_INPUTS.sample]: latents.data.map((x) => x * (1 + timestep / 1000)),
          [UNET_INPUTS.timestep]: Float32Array.of(timestep),
          [UNET_INPUTS.context]: recorded('embeddings').data,
        });
        const under = (names: (name: string) => string, values: Fetches): Fetches =>
          Object.fromEntries(features.map(({ name }) => [names(name), values[name]!]));

        const full = await run(buildFullStep(config, weights, size, features), at(800));
        const nothing = Object.fromEntries(
          features.map(({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b))]),
        );
        const expected = await run(inherit.graph, { ...at(780), ...under((name) => name, full) });
        await withGraph(graph, async (either) => {
          const whole = await either({ ...at(800), [INHERIT_INPUT]: Uint8Array.of(0), ...under(keptName, nothing) });
          expect(bits(whole)).toEqual(bits(full));
          const part = await either({ ...at(780), [INHERIT_INPUT]: Uint8Array.of(1), ...under(keptName, whole) });
          expect(bits(part)).toEqual(bits({ ...full, ...expected }));
        });
      },
    );
  },
);

/** To compare quickly, and exactly. */
function bits(values: Fetches): Record<string, string> {
  const digest = (array: Float32Array) => createHash('sha256').update(array).digest('hex');
  return Object.fromEntries(Object.entries(values).map(([name, array]) => [name, digest(array)]));
}

test('on SD 1.5, CO6: 35 choices, one for each unit that inherits, and every weight once', () => {
  const config = builtInConfig('sd15');
  const { inherited } = resolvePreset(
    PRESETS.find(({ id }) => id === 'CO6')!,
    architectureOf(config),
  );
  const size = oneHalf(16, 16);
  const inherit = buildInheritStep(config, absentWeights, size, inheritanceOf(config, inherited, 'residual'));
  const graph = buildConditionalStep(config, absentWeights, size, inherit);
  const choices = graph.nodes.filter(({ op }) => op === 'If');
  expect(choices).toHaveLength(35);
  expect([...graph.initializers.keys()].toSorted()).toEqual(
    [...buildFullStep(config, absentWeights, size).initializers.keys()].toSorted(),
  );
});

import { describe, expect, test } from 'vitest';
import { absentWeights } from '../graph/weights.ts';
import { PRESETS, resolvePreset } from '../strategy/presets.ts';
import { builtInConfig } from './built-in.ts';
import { architectureOf } from './config.ts';
import { oneHalf } from './cost.ts';
import { inheritanceOf } from './inheritance.ts';
import { buildFullStep, buildInheritStep } from './step.ts';
import { UNET_INPUTS, UNET_OUTPUT } from './unet.ts';

const size = oneHalf(16, 16);

describe.each(['sd15', 'bk-base', 'bk-small', 'bk-tiny'] as const)('%s', (model) => {
  const config = builtInConfig(model);

  describe.each(['residual', 'boundary'] as const)('%s', (semantics) => {
    test.each(PRESETS.map((preset) => [preset.id, preset] as const))(
      '%s: a full step extracts exactly what the inherit step reads, in the same shapes',
      (_, preset) => {
        const { inherited } = resolvePreset(preset, architectureOf(config));
        const inheritance = inheritanceOf(config, inherited, semantics);
        const { graph, features } = buildInheritStep(config, absentWeights, size, inheritance);
        const full = buildFullStep(config, absentWeights, size, features);
        const given = new Map(full.outputs.map(({ name, shape }) => [name, shape]));
        expect([...given.keys()].toSorted()).toEqual([UNET_OUTPUT, ...features.map(({ name }) => name)].toSorted());
        for (const { name, shape } of features) expect(given.get(name)).toEqual(shape);
        expect(graph.inputs.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(UNET_INPUTS)));
        expectWellFormed(full);
        expectWellFormed(graph);
      },
    );
  });
});

test('CO6 reads 35 features and none of the weights that they stand for', () => {
  const config = builtInConfig('sd15');
  const { inherited } = resolvePreset(
    PRESETS.find(({ id }) => id === 'CO6')!,
    architectureOf(config),
  );
  const { graph, features } = buildInheritStep(
    config,
    absentWeights,
    size,
    inheritanceOf(config, inherited, 'residual'),
  );
  expect(features).toHaveLength(35);
  const weights = [...graph.initializers.keys()];
  expect(weights.filter((name) => /\.(conv1|conv2|time_emb_proj)\./.test(name))).toEqual([]);
  expect(
    weights.filter((name) => /transformer_blocks/.test(name)).every((name) => name.startsWith('up_blocks.3.')),
  ).toBe(true);
});

/** Every value is written once, before it is read, and every input of a node exists. */
function expectWellFormed({ inputs, outputs, nodes, initializers }: ReturnType<typeof buildFullStep>): void {
  const known = new Set([...inputs.map(({ name }) => name), ...initializers.keys()]);
  for (const node of nodes) {
    for (const name of node.inputs) expect(name === '' || known.has(name), `${node.scope} reads ${name}`).toBe(true);
    for (const name of node.outputs) {
      expect(known.has(name), `${name} is written twice`).toBe(false);
      known.add(name);
    }
  }
  for (const { name } of outputs) expect(known.has(name), `output ${name}`).toBe(true);
}

/** What must hold of a step's graph, so that one that grew shows without a bench. */
import { describe, expect, test } from 'vitest';
import { type UnitId, unitsOf } from '../strategy/architecture.ts';
import { analyseBoundary } from '../strategy/boundary.ts';
import { architecture, fullStep, INHERIT_STEPS, operatorsOf } from './sd15-steps.fixture.ts';
import { UNET_INPUTS } from './unet.ts';

/**
 * How often each operator stands in diffusers' UNet2DConditionModel, written our way: once for each ResUnit and AttnUnit that
 * is computed, whatever is computed, and the time embedding, which is there for ResUnits. GroupNorm is Reshape,
 * InstanceNormalization, Reshape, Mul, Add; a Linear over tokens Reshape, Gemm, Reshape; SiLU Sigmoid and Mul. An AttnUnit has
 * eleven Linears: q, k, v, out twice, the two halves of GEGLU (so nothing to split) and what comes after.
 */
const OPERATORS = {
  //                     res attn always time
  Conv:                  [2, 2,  22, 0], // always: in, out, 3 down, 3 up, 14 shortcuts
  Gemm:                  [1, 11, 0,  2],
  MultiHeadAttention:    [0, 2,  0,  0],
  InstanceNormalization: [2, 1,  1,  0],
  LayerNormalization:    [0, 3,  0,  0],
  Gelu:                  [0, 1,  0,  0],
  Sigmoid:               [2, 0,  1,  2],
  Mul:                   [4, 2,  2,  3],
  Add:                   [3, 4,  39, 0], // always: the identities of 38 units, and a norm
  Reshape:               [5, 26, 2,  0],
  Transpose:             [0, 2,  0,  0],
  Concat:                [0, 0,  12, 1], // always: the skip connections
  Resize:                [0, 0,  3,  0],
  Identity:              [0, 0,  1,  0], // the output's name
  Sin:                   [0, 0,  0,  1],
  Cos:                   [0, 0,  0,  1],
} as const; // prettier-ignore

function expectedOperators(computed: readonly UnitId[]): Record<string, number> {
  const of = (kind: string) => computed.filter((id) => id.endsWith(kind)).length;
  const [res, attn] = [of('.res'), of('.attn')];
  const counts = Object.entries(OPERATORS).map(([op, [perRes, perAttn, always, time]]) => {
    return [op, res * perRes + attn * perAttn + always + (res > 0 ? time : 0)] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

const full = fullStep();
const allUnits = unitsOf(architecture).map(({ id }) => id);

describe('a full step', () => {
  test('has the operators of its units, and no more', () => {
    expect(operatorsOf(full)).toEqual(expectedOperators(allUnits));
  });

  test.each(INHERIT_STEPS)('extracts for $name at the cost of no operator', ({ features }) => {
    expect(operatorsOf(fullStep(features))).toEqual(operatorsOf(full));
  });
});

/** Units of a mask's complement that nothing reads: dn0.1.attn goes only to up3.0.res, which inherits behind a cut. */
const UNREAD: Readonly<Record<string, readonly UnitId[]>> = { 'CO5 boundary': ['dn0.1.attn'] };

describe.each(INHERIT_STEPS)(
  'an inherit step of $name',
  ({ name, semantics, computed, inherited, graph, features }) => {
    const scopes = new Set(graph.nodes.map(({ scope }) => scope));
    const { prefix, cuts } =
      semantics === 'boundary' ? analyseBoundary(architecture, inherited) : { prefix: [], cuts: [] };

    test('computes nothing of a unit that inherits; of one that inherits its whole output, no identity either', () => {
      expect(inherited.filter((id) => scopes.has(id))).toEqual([]);
      expect(prefix.filter((id) => scopes.has(`${id}.identity`))).toEqual([]);
    });

    test('computes the other units as a full step does', () => {
      const unread = UNREAD[name] ?? [];
      expect(computed.filter((id) => !scopes.has(id))).toEqual(unread);
      for (const id of computed.filter((id) => !unread.includes(id))) {
        expect(operatorsOf(graph, id), id).toEqual(operatorsOf(full, id));
      }
    });

    test('computes and reads nothing that its output does not need', () => {
      const inputsOf = new Map(graph.nodes.flatMap(({ inputs, outputs }) => outputs.map((output) => [output, inputs])));
      const needed = new Set(graph.outputs.map(({ name }) => name));
      for (const value of needed) for (const input of inputsOf.get(value) ?? []) needed.add(input);
      expect(graph.nodes.filter(({ outputs }) => !outputs.some((output) => needed.has(output)))).toEqual([]);
      expect([...graph.initializers.keys()].filter((weight) => !needed.has(weight))).toEqual([]);
      expect(features.filter((feature) => !needed.has(feature.name))).toEqual([]);
      expect(graph.inputs).toHaveLength(Object.keys(UNET_INPUTS).length + features.length);
    });

    test('reads features of what inherits, and of nothing else', () => {
      const names = features.map((feature) => feature.name);
      if (semantics === 'residual') {
        expect(names.toSorted()).toEqual(inherited.map((id) => `F:${id}`).toSorted());
        return;
      }
      const allowed = new Set<string>([
        ...inherited.filter((id) => !prefix.includes(id)).map((id) => `F:${id}`),
        ...prefix.map((id) => `out:${id}`),
        ...cuts.map((id) => `in:${id}`),
      ]);
      expect(names.filter((feature) => !allowed.has(feature))).toEqual([]);
    });
  },
);

const residual = INHERIT_STEPS.filter(({ semantics }) => semantics === 'residual');

test.each(residual)(
  'an inherit step of $name has the operators of what it computes, and no more',
  ({ graph, computed }) => {
    expect(operatorsOf(graph)).toEqual(expectedOperators(computed));
  },
);

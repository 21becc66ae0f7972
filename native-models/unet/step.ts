import type { WeightSource } from '../graph/weights.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Graph, Node, Shape, Value } from '../graph/graph.ts';
import { conditional } from '../graph/conditional.ts';
import { prune } from '../graph/prune.ts';
import { renameValues } from '../graph/rename.ts';
import type { UNetConfig } from './config.ts';
import type { Inheritance } from './inheritance.ts';
import type { Tap, TapName, UNetSize } from './context.ts';
import { buildUNet, UNET_INPUTS } from './unet.ts';

/** A tensor that an inherit step reads from the last full step. */
export interface Feature {
  readonly name: TapName;
  readonly shape: Shape;
}

const untouched: Tap = (_name, value) => value;

/** A full step: everything computed, with `extract` as further outputs. */
export function buildFullStep(
  config: UNetConfig,
  weights: WeightSource,
  size: UNetSize,
  extract: readonly Feature[] = [],
): Graph {
  const wanted = new Set(extract.map(({ name }) => name));
  const tapped = new Map<TapName, Value>();
  const tap: Tap = wanted.size
    ? (name, value) => {
        if (wanted.has(name)) tapped.set(name, value);
        return value;
      }
    : untouched;
  const graph = buildUNet(config, weights, size, tap);
  return extract.length === 0 ? graph : withOutputs(graph, extract, tapped);
}

/**
 * Makes the features outputs under their taps' names. Values are renamed, not copied, so extracting costs no node; only
 * where two taps see one value (without mid, the last down unit's output is the first up unit's input) is it copied.
 */
function withOutputs(graph: Graph, extract: readonly Feature[], tapped: ReadonlyMap<TapName, Value>): Graph {
  const names = new Map<string, TapName>();
  const copies: { readonly of: Value; readonly as: Value }[] = [];
  for (const { name } of extract) {
    const source = tapped.get(name);
    if (!source) throw new Error(`this UNet has no ${name} to extract`);
    if (names.has(source.name)) copies.push({ of: source, as: { ...source, name } });
    else names.set(source.name, name);
  }
  const outputs = [...names.keys()].map((name) => graph.values.get(name)!);
  return renameValues(
    {
      ...graph,
      outputs: [...graph.outputs, ...outputs, ...copies.map(({ as }) => as)],
      nodes: [...graph.nodes, ...copies.map((copy) => identityNode(copy))],
      values: new Map([...graph.values, ...copies.map(({ as }) => [as.name, as] as const)]),
    },
    names,
  );
}

function identityNode({ of, as }: { readonly of: Value; readonly as: Value }): Node {
  return { op: 'Identity', inputs: [of.name], outputs: [as.name], attributes: {}, scope: 'extract' };
}

export interface InheritStep {
  readonly graph: Graph;
  /** The graph's inputs besides `sample`, `timestep` and `encoder_hidden_states`: what a full step has to extract. */
  readonly features: readonly Feature[];
}

/**
 * An inherit step (Eq. 4): the same UNet with inherited taps turned into inputs, then pruned, so that
 * whatever fed only inherited units is gone. `features` lists just what is still read.
 */
export function buildInheritStep(
  config: UNetConfig,
  weights: WeightSource,
  size: UNetSize,
  { units, prefix, cuts }: Inheritance,
): InheritStep {
  const inherited: ReadonlySet<TapName> = new Set<TapName>([
    ...[...units].map((id) => `F:${id}` as const),
    ...[...prefix].map((id) => `out:${id}` as const),
    ...[...cuts].map((id) => `in:${id}` as const),
  ]);
  const tap: Tap = (name, value, b: GraphBuilder) =>
    inherited.has(name) ? b.input(name, value.type, value.shape) : value;
  const graph = prune(buildUNet(config, weights, size, tap), new Set(Object.values(UNET_INPUTS)));
  const own = new Set<string>(Object.values(UNET_INPUTS));
  const features = graph.inputs
    .filter(({ name }) => !own.has(name))
    .map(({ name, shape }) => ({ name: name as TapName, shape }));
  return { graph, features };
}

/** The input of a conditional step that says which it is: bool, [1]. */
export const INHERIT_INPUT = 'inherit';

/**
 * A full step and an inherit step in one graph, for devices on which every session holds weights of its own. Where the input
 * `inherit` is true it is the inherit step and reads the features as `kept:<name>`; else the full step, whatever it is fed there.
 */
export function buildConditionalStep(
  config: UNetConfig,
  weights: WeightSource,
  size: UNetSize,
  { graph, features }: InheritStep,
): Graph {
  return conditional(buildFullStep(config, weights, size, features), graph, INHERIT_INPUT);
}

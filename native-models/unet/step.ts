import type { WeightSource } from '../checkpoint/weights.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Graph, Shape, Value } from '../graph/graph.ts';
import { prune } from '../graph/prune.ts';
import type { UNetConfig } from './config.ts';
import type { Inheritance } from './inheritance.ts';
import { buildUNet, type Tap, type TapName, UNET_INPUTS, type UNetSize } from './unet.ts';

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

/** Appends the features to the outputs, each under its tap's name. */
function withOutputs(graph: Graph, extract: readonly Feature[], tapped: ReadonlyMap<TapName, Value>): Graph {
  const outputs = extract.map(({ name }): { alias: Value; source: Value } => {
    const source = tapped.get(name);
    if (!source) throw new Error(`this UNet has no ${name} to extract`);
    return { alias: { ...source, name }, source };
  });
  return {
    ...graph,
    outputs: [...graph.outputs, ...outputs.map(({ alias }) => alias)],
    nodes: [
      ...graph.nodes,
      ...outputs.map(({ alias, source }) => ({
        op: 'Identity',
        domain: '',
        inputs: [source.name],
        outputs: [alias.name],
        attributes: {},
        scope: 'extract',
      })),
    ],
    values: new Map([...graph.values, ...outputs.map(({ alias }) => [alias.name, alias] as const)]),
  };
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

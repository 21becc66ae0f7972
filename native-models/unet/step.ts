import type { WeightSource } from '../graph/weights.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import type { Graph, Node, Shape, Value } from '../graph/graph.ts';
import { conditional } from '../graph/conditional.ts';
import { prune } from '../graph/prune.ts';
import { renameValues } from '../graph/rename.ts';
import type { UNetConfig } from './config.ts';
import type { Inheritance } from './inheritance.ts';
import type { FeatureName } from '../strategy/features.ts';
import type { Tap, UNetSize } from './context.ts';
import { buildUNet } from './unet.ts';

type Named = Pick<Feature, 'name'>;

/** A tensor that a step reads from earlier calls, or leaves for later ones. */
export interface Feature {
  readonly name: FeatureName;
  readonly shape: Shape;
}

const untouched: Tap = (_name, value) => value;

/** A full step: everything computed, with `extract` as further outputs. */
export function buildFullStep(
  config: UNetConfig,
  weights: WeightSource,
  size: UNetSize,
  extract: readonly Named[] = [],
): Graph {
  if (extract.length === 0) return buildUNet(config, weights, size, untouched);
  const { tap, tapped } = watching(extract, untouched);
  return withOutputs(buildUNet(config, weights, size, tap), extract, tapped);
}

/** Looks on at the taps in `extract`, which `tap` may replace. */
function watching(
  extract: readonly Named[],
  tap: Tap,
): { readonly tap: Tap; readonly tapped: Map<FeatureName, Value> } {
  const wanted = new Set(extract.map(({ name }) => name));
  const tapped = new Map<FeatureName, Value>();
  const watched: Tap = (name, value, b) => {
    const seen = tap(name, value, b);
    if (wanted.has(name)) tapped.set(name, seen);
    return seen;
  };
  return { tap: watched, tapped };
}

/**
 * Makes the features outputs under their taps' names. Values are renamed, not copied, so extracting costs no node; only
 * where two taps see one value (without mid, the last down unit's output is the first up unit's input) is it copied.
 */
function withOutputs(graph: Graph, extract: readonly Named[], tapped: ReadonlyMap<FeatureName, Value>): Graph {
  const names = new Map<string, FeatureName>();
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
  /** The graph's inputs besides those of a full step: what one has to extract. */
  readonly features: readonly Feature[];
}

/**
 * An inherit step (Eq. 4): the same UNet with inherited taps turned into inputs, then pruned, so that
 * whatever fed only inherited units is gone. `features` lists just what is still read.
 * @param leaves features of what it computes, as further outputs.
 */
export function buildInheritStep(
  config: UNetConfig,
  weights: WeightSource,
  size: UNetSize,
  { units, prefix, cuts }: Inheritance,
  leaves: readonly Named[] = [],
): InheritStep {
  const inherited = new Set<FeatureName>([
    ...[...units].map((id) => `F:${id}` as const),
    ...[...prefix].map((id) => `out:${id}` as const),
    ...[...cuts].map((id) => `in:${id}` as const),
  ]);
  const replaced: Tap = (name, value, b: GraphBuilder) =>
    inherited.has(name) ? b.input(name, value.type, value.shape) : value;
  const { tap, tapped } = watching(leaves, replaced);
  const whole = buildUNet(config, weights, size, tap);
  const leaving = leaves.length === 0 ? whole : withOutputs(whole, leaves, tapped);
  // An input that is left, too, may go by the name under which it is left.
  const names = new Map<string, FeatureName>(
    [...inherited, ...leaves.map(({ name }) => name)].map((name) => [name, name]),
  );
  const own = leaving.inputs.map(({ name }) => name).filter((name) => !names.has(name));
  const graph = prune(leaving, new Set(own));
  const features = graph.inputs.flatMap(({ name, shape }): Feature[] => {
    const feature = names.get(name);
    return feature ? [{ name: feature, shape }] : [];
  });
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

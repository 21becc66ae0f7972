import type { Graph, Node, Value } from './graph.ts';
import { inOrder, producersOf } from './order.ts';

/** What a value of the last whole run is called where it is fed back. */
export const keptName = (name: string): string => `kept:${name}`;

/**
 * One graph for two: `part` is `whole` with some of its outputs as inputs instead, pruned of what they stand for. Where the
 * input `condition` (bool, [1]) is true the result computes part, reading those values as inputs `kept:<name>`; else whole.
 *
 * What only whole computes stands in `If` nodes, one for each region of nodes that can run together; everything else is
 * there once, and so are the weights. A device that holds its own copy of the weights then holds one for both.
 *
 * The outputs are whole's. After a run of part, those that it was given are the same as what was given.
 */
export function conditional(whole: Graph, part: Graph, condition: string): Graph {
  const given = givenTo(part, whole);
  const shared = new Set(part.nodes.flatMap(({ outputs }) => outputs));
  const only = whole.nodes.filter(({ outputs }) => !outputs.some((name) => shared.has(name)));
  const all = inOrder([...part.nodes, ...only]);
  const regions = closedRegions(all, new Set(only), given);
  const inRegions = new Set(regions.flatMap(({ nodes }) => nodes));
  const values = new Map([...whole.values, ...part.values]);
  const kept = [...given.values()].map((value) => ({ ...value, name: keptName(value.name) }));
  const inputs = [
    ...part.inputs.filter(({ name }) => !given.has(name)),
    { name: condition, type: 'bool', shape: [1] } as const,
    ...kept,
  ];
  return {
    name: whole.name,
    inputs,
    outputs: whole.outputs,
    nodes: inOrder([
      ...all.filter((node) => !inRegions.has(node)),
      ...regions.map((region) => choiceOf(region, condition, values)),
    ]),
    initializers: whole.initializers,
    values: new Map([...values, ...inputs.map((input) => [input.name, input] as const)]),
  };
}

/** Nodes that run together, in order, and what others read of them. */
interface Region {
  readonly nodes: readonly Node[];
  readonly gives: readonly string[];
}

/**
 * The regions of `only`, each giving nothing but values that part is given. What several regions read beyond that (the time
 * embedding, where no computed unit reads it) is left out, with what it depends on: it is computed whatever the condition.
 */
function closedRegions(
  nodes: readonly Node[],
  only: ReadonlySet<Node>,
  given: ReadonlyMap<string, Value>,
): readonly Region[] {
  const regions = regionsOf(nodes, only).map((members): Region => {
    const read = new Set(nodes.flatMap((node) => (members.has(node) ? [] : node.inputs)));
    const written = [...members].flatMap(({ outputs }) => outputs);
    return { nodes: [...members], gives: written.filter((name) => read.has(name) || given.has(name)) };
  });
  const strangers = regions.flatMap(({ gives }) => gives.filter((name) => !given.has(name)));
  if (strangers.length === 0) return regions;
  const always = dependencies(strangers, nodes, given);
  return closedRegions(nodes, new Set([...only].filter((node) => !always.has(node))), given);
}

/** Everything that `names` are computed from, up to values that part is given. */
function dependencies(
  names: readonly string[],
  nodes: readonly Node[],
  given: ReadonlyMap<string, Value>,
): ReadonlySet<Node> {
  const producers = producersOf(nodes);
  const found = new Set<Node>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const producer = given.has(name) ? undefined : producers.get(name);
    if (!producer || found.has(producer)) continue;
    found.add(producer);
    pending.push(...producer.inputs);
  }
  return found;
}

function givenTo(part: Graph, whole: Graph): ReadonlyMap<string, Value> {
  const own = new Set(whole.inputs.map(({ name }) => name));
  return new Map(part.inputs.filter(({ name }) => !own.has(name)).map((input) => [input.name, input]));
}

/**
 * Nodes of `only` that are connected among themselves, and between which no other node lies: regions are of one rank.
 * @param nodes in order.
 */
function regionsOf(nodes: readonly Node[], only: ReadonlySet<Node>): readonly ReadonlySet<Node>[] {
  const producers = producersOf(nodes);
  const ranks = ranksOf(nodes, only, producers);
  const regions = new Map<Node, Set<Node>>();
  for (const node of nodes) {
    if (!only.has(node)) continue;
    const region = new Set([node]);
    for (const name of node.inputs) {
      const producer = producers.get(name);
      if (!producer || !only.has(producer) || ranks.get(producer) !== ranks.get(node)) continue;
      for (const member of regions.get(producer)!) region.add(member);
    }
    for (const member of region) regions.set(member, region);
  }
  return [...new Set(regions.values())].map((region) => new Set(nodes.filter((node) => region.has(node))));
}

/**
 * How often a way to each node leaves `only`, at most. A node of `only` that nothing outside reads is as late as those that
 * read it: the time embedding's share of a ResUnit, which could be computed at once, then belongs to the rest of the unit.
 */
function ranksOf(
  nodes: readonly Node[],
  only: ReadonlySet<Node>,
  producers: ReadonlyMap<string, Node>,
): ReadonlyMap<Node, number> {
  const ranks = new Map<Node, number>();
  const readers = new Map<Node, Node[]>(nodes.map((node) => [node, []]));
  for (const node of nodes) {
    const before = node.inputs.flatMap((name) => producers.get(name) ?? []);
    for (const producer of before) readers.get(producer)!.push(node);
    const leaves = (producer: Node) => (only.has(producer) && !only.has(node) ? 1 : 0);
    ranks.set(node, Math.max(0, ...before.map((producer) => ranks.get(producer)! + leaves(producer))));
  }
  for (const node of nodes.toReversed()) {
    const after = readers.get(node)!;
    if (!only.has(node) || after.length === 0 || after.some((reader) => !only.has(reader))) continue;
    ranks.set(node, Math.min(...after.map((reader) => ranks.get(reader)!)));
  }
  return ranks;
}

/** An `If` that gives what `region` gives: kept values where the condition is true, else what the region computes. */
function choiceOf({ nodes, gives }: Region, condition: string, values: ReadonlyMap<string, Value>): Node {
  const branch = (suffix: string, branchNodes: readonly Node[]): Graph => ({
    name: suffix,
    inputs: [],
    outputs: gives.map((name) => ({ ...values.get(name)!, name: `${name}/${suffix}` })),
    nodes: branchNodes,
    initializers: new Map(),
    values,
  });
  const keep = gives.map((name): Node => ({
    op: 'Identity',
    inputs: [keptName(name)],
    outputs: [`${name}/kept`],
    attributes: {},
    scope: 'kept',
  }));
  const inside = new Map(gives.map((name) => [name, `${name}/computed`]));
  const rename = (name: string) => inside.get(name) ?? name;
  const computed = nodes.map((node): Node => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  return {
    op: 'If',
    inputs: [condition],
    outputs: gives,
    thenBranch: branch('kept', keep),
    elseBranch: branch('computed', computed),
    scope: condition,
  };
}

import { branchesOf } from './branches.ts';
import type { Node } from './graph.ts';

/** Names of all values that a node reads, those of its branches counted. */
export function readBy(node: Node): readonly string[] {
  return [...node.inputs, ...branchesOf(node).flatMap(({ nodes }) => nodes.flatMap(readBy))];
}

/** Nodes in an order in which each stands after those it reads from; otherwise in the order they were in. */
export function inOrder(nodes: readonly Node[]): readonly Node[] {
  const producers = producersOf(nodes);
  const placed = new Set<Node>();
  const ordered: Node[] = [];
  for (const start of nodes) {
    const path = [start];
    for (let node = path.at(-1); node; node = path.at(-1)) {
      const missing = placed.has(node) ? undefined : firstMissing(node, producers, placed);
      if (missing) {
        if (path.includes(missing)) throw new Error(`${missing.outputs[0]} depends on itself`);
        path.push(missing);
        continue;
      }
      path.pop();
      if (!placed.has(node)) ordered.push(node);
      placed.add(node);
    }
  }
  return ordered;
}

/** The node that writes each value. */
export function producersOf(nodes: readonly Node[]): ReadonlyMap<string, Node> {
  return new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
}

function firstMissing(node: Node, producers: ReadonlyMap<string, Node>, placed: ReadonlySet<Node>): Node | undefined {
  return readBy(node)
    .map((name) => producers.get(name))
    .find((producer) => producer && producer !== node && !placed.has(producer));
}

import type { Attribute, Graph, Node } from './graph.ts';

/** The branches of an `If`; none for every other node. */
export function branchesOf(node: Node): readonly Graph[] {
  return Object.values(node.attributes).flatMap((attribute) => ('graph' in attribute ? [attribute.graph] : []));
}

/** All nodes, those of a branch before the `If` that it belongs to: whoever reads a value stands behind what wrote it. */
export function allNodes(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => [...branchesOf(node).flatMap((branch) => allNodes(branch.nodes)), node]);
}

/** The same node with other branches. */
export function mapBranches(node: Node, change: (branch: Graph) => Graph): Node {
  const changed = ([name, attribute]: readonly [string, Attribute]) =>
    [name, 'graph' in attribute ? { graph: change(attribute.graph) } : attribute] as const;
  return { ...node, attributes: Object.fromEntries(Object.entries(node.attributes).map(changed)) };
}

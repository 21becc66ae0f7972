import type { Graph, Node } from './graph.ts';

/** The branches of an `If`; none for every other node. */
export function branchesOf(node: Node): readonly Graph[] {
  return node.op === 'If' ? [node.thenBranch, node.elseBranch] : [];
}

/** All nodes, those of a branch before the `If` that it belongs to: whoever reads a value stands behind what wrote it. */
export function allNodes(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => [...branchesOf(node).flatMap((branch) => allNodes(branch.nodes)), node]);
}

/** The same node with other branches. */
export function mapBranches(node: Node, change: (branch: Graph) => Graph): Node {
  if (node.op !== 'If') return node;
  return { ...node, thenBranch: change(node.thenBranch), elseBranch: change(node.elseBranch) };
}

import type { Graph, Node } from './graph.ts';
import { operator } from './operators.ts';
import { size } from './operators/value.ts';

/** What some nodes cost. */
export interface Count {
  /** Multiply-accumulates of one run. */
  macs: number;
  /** Numbers in the weights read (each tensor counted once, for the first node that reads it). */
  parameters: number;
}

/**
 * MACs and parameters of a graph by scope (unit ids, `conv_in`, ...), in the order of first appearance.
 * @throws for a graph with branches: what it costs depends on the run.
 */
export function countByScope(graph: Graph): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  const counted = new Set<string>();
  for (const node of graph.nodes) {
    const count = counts.get(node.scope) ?? { macs: 0, parameters: 0 };
    counts.set(node.scope, count);
    count.macs += macsOf(graph, node);
    for (const name of node.inputs) {
      const initializer = graph.initializers.get(name);
      if (!initializer || initializer.data.kind === 'inline' || counted.has(name)) continue;
      counted.add(name);
      count.parameters += size(initializer.shape);
    }
  }
  return counts;
}

/** Multiply-accumulates of one run. @throws for a graph with branches. */
export function totalMacs(graph: Graph): number {
  return graph.nodes.reduce((sum, node) => sum + macsOf(graph, node), 0);
}

function macsOf(graph: Graph, node: Node): number {
  if (node.op === 'If')
    throw new Error(`${graph.name}: what an If costs depends on its branch; count the graphs apart`);
  const { attributes, statics = {} } = node;
  const inputs = node.inputs.map((name) => graph.values.get(name) ?? null);
  const outputs = node.outputs.map((name) => graph.values.get(name)!);
  return operator(node.op, node.outputs[0]!).macs(inputs, outputs, { attributes, statics });
}

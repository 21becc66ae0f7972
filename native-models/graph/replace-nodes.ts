import { absentWeights } from './weights.ts';
import { mapBranches } from './branches.ts';
import { GraphBuilder } from './builder.ts';
import type { Graph, Node } from './graph.ts';
import type { Inputs } from './operators/operator.ts';

/** What a node is replaced by. */
export interface Replacement {
  /** Names of the values that are read in its place, as `build` gets them; '' for one that is left out, which it gets as null. */
  readonly reads: readonly string[];
  /** Writes the nodes; the last of them gives what the node gave. */
  readonly build: (b: GraphBuilder, inputs: Inputs) => void;
}

/**
 * The same graph with some nodes replaced by others that give the same value, in branches and in what replaces them too. The new
 * nodes count as the work of the old one's scope.
 * @param replacementOf null for a node that stays.
 * @throws where a node that gives several values is replaced: the last node gives one.
 */
export function replaceNodes(graph: Graph, replacementOf: (node: Node) => Replacement | null): Graph {
  const values = new Map(graph.values);
  const initializers = new Map(graph.initializers);
  let count = 0;
  const inNodes = (nodes: readonly Node[]): readonly Node[] =>
    nodes.flatMap((node) => {
      const replacement = replacementOf(node);
      if (!replacement) return [mapBranches(node, (branch) => ({ ...branch, nodes: inNodes(branch.nodes) }))];
      const inputs = replacement.reads.map((name) => (name === '' ? null : values.get(name)!));
      const b = new GraphBuilder('replacement', absentWeights);
      for (const { name, type, shape } of new Set(inputs.filter((input) => input !== null))) b.input(name, type, shape);
      // New values are called by a scope that no other has.
      b.within(`${node.scope}/${node.op}:${count++}`, () => replacement.build(b, inputs));
      const part = b.build();
      for (const [name, value] of part.values) values.set(name, value);
      for (const [name, initializer] of part.initializers) initializers.set(name, initializer);
      return inNodes(standingFor(node, part.nodes));
    });
  return { ...graph, nodes: inNodes(graph.nodes), values, initializers };
}

function standingFor({ op, outputs, scope }: Node, nodes: readonly Node[]): readonly Node[] {
  if (outputs.length > 1)
    throw new Error(`${outputs.join(', ')} (${op}): only a node that gives one value can be replaced`);
  return nodes.map((node, i) => ({ ...node, scope, outputs: i === nodes.length - 1 ? outputs : node.outputs }));
}

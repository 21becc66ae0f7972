import { absentWeights } from '../checkpoint/weights.ts';
import { mapBranches } from './branches.ts';
import { GraphBuilder } from './builder.ts';
import type { Graph, Initializer, Node, Value } from './graph.ts';
import { PLAIN_FORMS, type PlainForm } from './plain-forms.ts';

/**
 * Replaces every node of the operators in `operators` by the simpler ones that it stands for (plain-forms.ts). Slower and
 * hungrier, but made of what every device gets right; `runtime/self-test.ts` decides who needs it.
 */
export function spellOut(graph: Graph, operators: readonly PlainForm[]): Graph {
  if (operators.length === 0) return graph;
  const wanted: ReadonlySet<string> = new Set(operators);
  const values = new Map(graph.values);
  const initializers = new Map<string, Initializer>(graph.initializers);
  let count = 0;
  const inNodes = (nodes: readonly Node[]): readonly Node[] =>
    nodes.flatMap((node) => {
      if (!wanted.has(node.op)) {
        return [mapBranches(node, (branch) => ({ ...branch, nodes: inNodes(branch.nodes) }))];
      }
      const plain = plainGraph(values, node, `${node.scope}/${node.op}:${count++}`);
      for (const [name, value] of plain.values) values.set(name, value);
      for (const [name, initializer] of plain.initializers) initializers.set(name, initializer);
      return inNodes(plain.nodes); // a plain form may be made of operators that have one
    });
  return { ...graph, nodes: inNodes(graph.nodes), values, initializers };
}

/** The plain form of `node` as a graph whose last node gives the node's output. */
function plainGraph(values: ReadonlyMap<string, Value>, node: Node, scope: string): Graph {
  const inputs = node.inputs.map((name) => (name === '' ? null : values.get(name)!));
  const b = new GraphBuilder('plain', absentWeights);
  for (const { name, type, shape } of new Set(inputs.filter((input) => input !== null))) b.input(name, type, shape);
  b.within(scope, () => PLAIN_FORMS[node.op as PlainForm](b, inputs as readonly Value[], node));
  return renameLast(b.build(), node.outputs[0]!);
}

function renameLast(graph: Graph, name: string): Graph {
  const last = graph.nodes.at(-1)!;
  return { ...graph, nodes: [...graph.nodes.slice(0, -1), { ...last, outputs: [name] }] };
}

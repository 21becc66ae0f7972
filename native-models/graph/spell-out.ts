import type { Graph, Value } from './graph.ts';
import { PLAIN_FORMS, type PlainForm } from './plain-forms.ts';
import { replaceNodes } from './replace-nodes.ts';

/**
 * Replaces every node of the operators in `operators` by the simpler ones that it stands for (plain-forms.ts). Slower and
 * hungrier, but made of what every device gets right; `runtime/self-test.ts` decides who needs it.
 */
export function spellOut(graph: Graph, operators: readonly PlainForm[]): Graph {
  if (operators.length === 0) return graph;
  const wanted: ReadonlySet<string> = new Set(operators);
  return replaceNodes(graph, (node) =>
    wanted.has(node.op)
      ? {
          reads: node.inputs,
          build: (b, inputs) => PLAIN_FORMS[node.op as PlainForm](b, inputs as readonly Value[], node),
        }
      : null,
  );
}

import type { Graph } from './graph.ts';
import { hasPlainForm, PLAIN_FORMS, type PlainForm } from './plain-forms.ts';
import { replaceNodes } from './replace-nodes.ts';

/**
 * Replaces every node of the operators in `operators` by the simpler ones that it stands for (plain-forms.ts). Slower and
 * hungrier, but made of what every device gets right; `runtime/self-test.ts` decides who needs it.
 */
export function spellOut(graph: Graph, operators: readonly PlainForm[]): Graph {
  if (operators.length === 0) return graph;
  return replaceNodes(graph, (node) => {
    if (node.op === 'If' || !hasPlainForm(node.op) || !operators.includes(node.op)) return null;
    const form = PLAIN_FORMS[node.op];
    return { reads: node.inputs, build: (b, inputs) => form(b, inputs, node) };
  });
}

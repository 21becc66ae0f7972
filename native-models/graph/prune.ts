import type { Graph, Node } from './graph.ts';
import { producersOf, readBy } from './order.ts';

/**
 * Drops every node, input and initializer that no output depends on. This is how an inherit step gets cheap:
 * where a cached feature stands in for a unit's output, nothing reads what computed it.
 * @param keepInputs inputs that stay even when unread, so that all plans of a network are fed alike.
 */
export function prune(graph: Graph, keepInputs: ReadonlySet<string> = new Set()): Graph {
  const producers = producersOf(graph.nodes);
  const needed = new Set<Node>();
  const read = new Set<string>();
  const pending = graph.outputs.map(({ name }) => name);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '' || read.has(name)) continue;
    read.add(name);
    const node = producers.get(name);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    pending.push(...readBy(node));
  }
  return {
    ...graph,
    inputs: graph.inputs.filter(({ name }) => read.has(name) || keepInputs.has(name)),
    nodes: graph.nodes.filter((node) => needed.has(node)),
    initializers: new Map([...graph.initializers].filter(([name]) => read.has(name))),
  };
}

import type { Graph, Value } from './graph.ts';

/** The same graph with some values called otherwise, wherever they are read or written. Costs nothing when it runs. */
export function renameValues(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  const renamed = (name: string): string => names.get(name) ?? name;
  const value = <V extends Value>(old: V): V => ({ ...old, name: renamed(old.name) });
  return {
    ...graph,
    inputs: graph.inputs.map(value),
    outputs: graph.outputs.map(value),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      outputs: node.outputs.map(renamed),
    })),
    initializers: new Map([...graph.initializers.values()].map((old) => [renamed(old.name), value(old)])),
    values: new Map([...graph.values.values()].map((old) => [renamed(old.name), value(old)])),
  };
}

import { absentWeights } from '../checkpoint/weights.ts';
import { GraphBuilder } from './builder.ts';
import type { Graph, Node, Value } from './graph.ts';
import { reshape } from './layers.ts';
import { int } from './operators.ts';

/**
 * Replaces every MultiHeadAttention by the MatMuls and the Softmax it stands for. Slower and hungrier (the score matrix
 * exists), but made of operators that every device gets right; `runtime/self-test.ts` decides who needs it.
 */
export function decomposeAttention(graph: Graph): Graph {
  const values = new Map(graph.values);
  const initializers = new Map(graph.initializers);
  let count = 0;
  const inNodes = (nodes: readonly Node[]): readonly Node[] =>
    nodes.flatMap((node) => {
      if (node.op !== 'MultiHeadAttention') return [inBranches(node)];
      const plain = plainAttention(graph, node, count++);
      for (const [name, value] of plain.values) values.set(name, value);
      for (const [name, initializer] of plain.initializers) initializers.set(name, initializer);
      return plain.nodes;
    });
  const inBranches = (node: Node): Node => ({
    ...node,
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([name, attribute]) => [
        name,
        'graph' in attribute ? { graph: { ...attribute.graph, nodes: inNodes(attribute.graph.nodes) } } : attribute,
      ]),
    ),
  });
  return { ...graph, nodes: inNodes(graph.nodes), values, initializers };
}

/** softmax(q k^T / sqrt(d) + mask) v, head by head, as a graph whose last node gives the original node's output. */
function plainAttention(graph: Graph, node: Node, index: number): Graph {
  const [query, key, value] = node.inputs.slice(0, 3).map((name) => graph.values.get(name)!) as [Value, Value, Value];
  const heads = int(node.attributes, 'num_heads');
  const width = query.shape[2]! / heads;
  const b = new GraphBuilder('attention', absentWeights);
  for (const input of new Set([query, key, value])) b.input(input.name, input.type, input.shape);
  return b.within(`${node.scope}/attention${index}`, () => {
    const split = (x: Value, perm: readonly number[]): Value => {
      const [batch, tokens] = x.shape as [number, number];
      return b.op('Transpose', [reshape(b, x, [batch, tokens, heads, -1])], { perm: { ints: perm } });
    };
    const products = b.op('MatMul', [split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])]);
    const scale = b.floats(`attention_scale:${width}`, [1], Float32Array.of(1 / Math.sqrt(width)));
    let scores = b.op('Mul', [products, scale]);
    if (int(node.attributes, 'unidirectional', 0) === 1) scores = b.op('Add', [scores, causalMask(b, scores)]);
    const weights = b.op('Softmax', [scores], { axis: { int: -1 } });
    const attended = b.op('MatMul', [weights, split(value, [0, 2, 1, 3])]);
    const joined = b.op('Transpose', [attended], { perm: { ints: [0, 2, 1, 3] } });
    reshape(b, joined, [query.shape[0]!, query.shape[1]!, -1]);
    return renameLast(b.build(), node.outputs[0]!);
  });
}

/** Minus a lot where a token would see a later one. */
function causalMask(b: GraphBuilder, scores: Value): Value {
  const [tokens, keys] = scores.shape.slice(2) as [number, number];
  const mask = Float32Array.from({ length: tokens * keys }, (_, i) => (i % keys > Math.floor(i / keys) ? -1e9 : 0));
  return b.floats(`causal_mask:${tokens}x${keys}`, [tokens, keys], mask);
}

function renameLast(graph: Graph, name: string): Graph {
  const last = graph.nodes.at(-1)!;
  return { ...graph, nodes: [...graph.nodes.slice(0, -1), { ...last, outputs: [name] }] };
}

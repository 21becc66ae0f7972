import { absentWeights } from '../checkpoint/weights.ts';
import { GraphBuilder } from './builder.ts';
import type { Graph, Node, Shape, Value } from './graph.ts';
import { concat, reshape } from './layers.ts';
import { ints } from './operators.ts';
import { prune } from './prune.ts';

/**
 * Upsampling by two (nearest) and the 3x3 convolution behind it, as one: every pixel of the result sees only 2x2 pixels of the
 * small picture, so its nine weights are summed into four, in a way that depends on whether its row and its column are even. Four
 * 2x2 convolutions of the small picture, one for each, give the same numbers (but for rounding) with 16 multiplications instead of
 * 36. The summed weights are made when the network is loaded and are its own: 16/9 of the convolution's.
 */
export function foldUpsampling(graph: Graph): Graph {
  const pairs = new Map(pairsOf(graph).map((pair) => [pair.conv, pair]));
  if (pairs.size === 0) return graph;
  const values = new Map(graph.values);
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.flatMap((node) => {
    const pair = pairs.get(node);
    if (!pair) return [node];
    const folded = fold(graph, pair);
    for (const [name, value] of folded.values) values.set(name, value);
    for (const [name, initializer] of folded.initializers) initializers.set(name, initializer);
    return folded.nodes;
  });
  return prune({ ...graph, nodes, values, initializers }, new Set(graph.inputs.map(({ name }) => name)));
}

interface Pair {
  readonly resize: Node;
  readonly conv: Node;
}

function pairsOf(graph: Graph): readonly Pair[] {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = Map.groupBy(
    graph.nodes.flatMap((node) => node.inputs.map((input) => ({ input, node }))),
    ({ input }) => input,
  );
  return graph.nodes.flatMap((resize) => {
    const [output] = resize.outputs;
    const read = readers.get(output!) ?? [];
    if (read.length !== 1 || outputs.has(output!) || !doubles(graph, resize)) return [];
    const conv = read[0]!.node;
    return isPlainConvolution(graph, conv, output!) ? [{ resize, conv }] : [];
  });
}

/** Nearest is the only way in which our graphs resize; see resizeNearest in layers.ts. */
function doubles(graph: Graph, node: Node): boolean {
  if (node.op !== 'Resize') return false;
  const [from, to] = [node.inputs[0]!, node.outputs[0]!].map((name) => graph.values.get(name)!.shape) as [Shape, Shape];
  return to[2] === 2 * from[2]! && to[3] === 2 * from[3]!;
}

/** 3x3, every pixel, as large as its input. */
function isPlainConvolution(graph: Graph, { op, inputs, attributes }: Node, x: string): boolean {
  if (op !== 'Conv' || inputs[0] !== x) return false;
  const same = (name: string, wanted: readonly number[]) => String(ints(attributes, name)) === String(wanted);
  return same('kernel_shape', [3, 3]) && same('strides', [1, 1]) && same('pads', [1, 1, 1, 1]);
}

function fold(graph: Graph, { resize, conv }: Pair): Graph {
  const [small, weight, bias] = [resize.inputs[0]!, ...conv.inputs.slice(1)].map((name) => graph.values.get(name)!);
  const b = new GraphBuilder('folded upsampling', absentWeights);
  const [x, w, ...rest] = [small!, weight!, ...(bias ? [bias] : [])].map((input) =>
    b.input(input.name, input.type, input.shape),
  ) as [Value, Value, ...Value[]];
  return b.within(`${conv.outputs[0]!}/folded`, () => {
    const scaled = b.op('Mul', [x, b.floats('window_size', [1], Float32Array.of(4))]);
    const quarter = (row: number, column: number): Value => {
      // Along an axis the three weights fall in twos: (-, 1), (2, 3) for an even row or column, (1, 2), (3, -) for an odd one. So do
      // the pixels that they see. A mean over windows of four, of which nothing is lost by multiplying by four elsewhere, is the
      // operator that sums so without a copy in between.
      const window = { pads: { ints: [1 - row, 1 - column, row, column] }, kernel_shape: { ints: [2, 2] } };
      const four = b.op('AveragePool', [w], { ...window, strides: { ints: [2, 2] }, count_include_pad: { int: 1 } });
      return b.op('Conv', [scaled, four, ...rest], { ...window, strides: { ints: [1, 1] } });
    };
    const rows = [0, 1].map((row) => interleave(b, [quarter(row, 0), quarter(row, 1)], 4));
    interleave(b, rows, 3);
    return standFor(conv, b.build());
  });
}

/** Pictures of one shape as one that is twice as wide (axis 4) or high (axis 3), their columns or rows in turns. */
function interleave(b: GraphBuilder, pictures: readonly Value[], axis: 3 | 4): Value {
  const [batch, channels, height, width] = pictures[0]!.shape as [number, number, number, number];
  const apart = axis === 4 ? [batch, channels, height, width, 1] : [batch, channels, height, 1, width];
  const joined = concat(
    b,
    pictures.map((picture) => reshape(b, picture, apart)),
    axis,
  );
  return reshape(b, joined, [batch, channels, axis === 3 ? 2 * height : height, axis === 4 ? 2 * width : width]);
}

/** Gives the last node's output the name that readers know, and all nodes the scope of what they stand for. */
function standFor({ outputs: [name], scope }: Node, graph: Graph): Graph {
  const last = graph.nodes.length - 1;
  const nodes = graph.nodes.map((node, i) => ({ ...node, scope, outputs: i === last ? [name!] : node.outputs }));
  return { ...graph, nodes };
}

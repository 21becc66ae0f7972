import type { GraphBuilder } from './builder.ts';
import type { Graph, Node } from './graph.ts';
import { concat, reshape, resizesNearest } from './layers.ts';
import { int, ints } from './operators/attributes.ts';
import type { Inputs } from './operators/operator.ts';
import { readBy } from './order.ts';
import { prune } from './prune.ts';
import { replaceNodes } from './replace-nodes.ts';
import type { Value } from './operators/value.ts';

/**
 * Upsampling by two (nearest) and the 3x3 convolution behind it, as one: every pixel of the result sees only 2x2 pixels of the
 * small picture, so its nine weights are summed into four, in a way that depends on whether its row and its column are even. Four
 * 2x2 convolutions of the small picture, one for each, give the same numbers (but for rounding) with 16 multiplications instead of
 * 36. The summed weights are made when the network is loaded and are its own: 16/9 of the convolution's.
 */
export function foldUpsampling(graph: Graph): Graph {
  const pairs = pairsOf(graph);
  if (pairs.size === 0) return graph;
  const folded = replaceNodes(graph, (node) => {
    const resize = pairs.get(node);
    if (!resize) return null;
    const [, ...weights] = node.inputs;
    return { reads: [resize.inputs[0]!, ...weights], build: fold };
  });
  return prune(folded, new Set(graph.inputs.map(({ name }) => name)));
}

/** By the convolution, the upsampling before it. */
function pairsOf(graph: Graph): ReadonlyMap<Node, Node> {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = Map.groupBy(
    graph.nodes.flatMap((node) => readBy(node).map((input) => ({ input, node }))),
    ({ input }) => input,
  );
  const pairs = graph.nodes.flatMap((resize): [Node, Node][] => {
    const [output] = resize.outputs;
    const read = readers.get(output!) ?? [];
    if (read.length !== 1 || outputs.has(output!) || !doubles(graph, resize)) return [];
    const conv = read[0]!.node;
    return isPlainConvolution(conv, output!) ? [[conv, resize]] : [];
  });
  return new Map(pairs);
}

/** Upsampling by two, nearest. */
function doubles(graph: Graph, node: Node): boolean {
  if (node.op !== 'Resize' || !resizesNearest(node)) return false;
  const [batch, channels, height, width] = graph.values.get(node.inputs[0]!)!.shape;
  return String(node.statics?.shape) === String([batch, channels, 2 * height!, 2 * width!]);
}

/** 3x3, every pixel, as large as its input. */
function isPlainConvolution(node: Node, x: string): boolean {
  if (node.op !== 'Conv' || node.inputs[0] !== x || int(node.attributes, 'group', 1) !== 1) return false;
  return Object.entries(PLAIN).every(
    ([name, wanted]) => String(ints(node.attributes, name, [1, 1])) === String(wanted),
  );
}

const PLAIN = { kernel_shape: [3, 3], strides: [1, 1], dilations: [1, 1], pads: [1, 1, 1, 1] } as const;

function fold(b: GraphBuilder, [x, weight, ...bias]: Inputs): Value {
  const scaled = b.op('Mul', [x!, b.floats('window_size', [1], Float32Array.of(4))]);
  const quarter = (row: number, column: number): Value => {
    // Along an axis the three weights fall in twos: (-, 1), (2, 3) for an even row or column, (1, 2), (3, -) for an odd one. So do
    // the pixels that they see. A mean over windows of four, of which nothing is lost by multiplying by four elsewhere, is the
    // operator that sums so without a copy in between.
    const window = { pads: { ints: [1 - row, 1 - column, row, column] }, kernel_shape: { ints: [2, 2] } };
    const four = b.op('AveragePool', [weight!], {
      attributes: { ...window, strides: { ints: [2, 2] }, count_include_pad: { int: 1 } },
    });
    return b.op('Conv', [scaled, four, ...bias], { attributes: { ...window, strides: { ints: [1, 1] } } });
  };
  const rows = [0, 1].map((row) => interleave(b, [quarter(row, 0), quarter(row, 1)], 4));
  return interleave(b, rows, 3);
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

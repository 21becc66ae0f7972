/** Models of one node. */
import { GraphBuilder, type NodeOptions } from '../builder.ts';
import type { Graph, Initializer } from '../graph.ts';
import { type OperatorName, operator } from '../operators.ts';
import { inline } from '../tensor-data.ts';
import type { ElementType, Shape, Statics, Value } from './value.ts';
import { absentWeights } from '../weights.ts';

/** `2x3 int64:4 -`: float32 unless a type stands before the shape, `.` for a single number, `-` for what is left out. */
function operandsOf(text: string): readonly (Value | null)[] {
  return text.split(' ').map((word, i) => {
    if (word === '-') return null;
    const [shape, type = 'float32'] = word.split(':').toReversed() as [string, ElementType?];
    return { name: `x${i}`, type, shape: shape === '.' ? [] : shape.split('x').map(Number) };
  });
}

/** The node as our builder writes it. @throws where it refuses to. */
export function built(op: OperatorName, operands: string, options?: NodeOptions): Graph {
  const b = new GraphBuilder('one node', absentWeights);
  const inputs = operandsOf(operands).map((input) => input && b.input(input.name, input.type, input.shape));
  b.within('place', () => b.ops(op, inputs, options)).forEach((value) => b.output(value));
  return b.build();
}

/** The same node, unchecked: its output is told to be something. */
export function unchecked(op: OperatorName, operands: string, options: NodeOptions = {}, told: Shape = []): Graph {
  const { attributes = {}, statics = {} } = options;
  const given = operandsOf(operands);
  const inputs = given.filter((input) => input !== null);
  const read = given.map((input) => input?.name ?? '');
  const tensors = Object.entries(operator(op, 'test').staticInputs).flatMap(([name, index]): Initializer[] => {
    const numbers = statics[name as keyof Statics];
    if (!numbers) return [];
    while (read.length < index) read.push('');
    read[index] = name;
    return [{ name, type: 'int64', shape: [numbers.length], data: inline(BigInt64Array.from(numbers, BigInt)) }];
  });
  return {
    name: 'one node',
    inputs,
    outputs: [{ name: 'y', type: inputs[0]?.type ?? 'float32', shape: told }],
    nodes: [{ op, inputs: read, outputs: ['y'], attributes, scope: 'place' }],
    initializers: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    values: new Map(),
  };
}

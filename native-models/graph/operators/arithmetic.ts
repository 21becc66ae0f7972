/** Number by number: of two tensors, broadcast, or of one. */
import { ELEMENT_TYPE, type ElementType, type Value } from './value.ts';
import { int } from './attributes.ts';
import { defineOperator, type Inferred, type Operator } from './operator.ts';
import { broadcast, expectAlike, expectFloat } from './shapes.ts';

const COUNTED: ReadonlySet<ElementType> = new Set(['float32', 'float16', 'int32', 'int64']);

const binary = defineOperator({
  inputs: ['a', 'b'],
  infer: ({ a, b }) => {
    expectAlike([a, b]);
    if (!COUNTED.has(a.type)) throw new Error(`expected floats, int32 or int64, found ${a.type}`);
    return { type: a.type, shape: broadcast(a.shape, b.shape) };
  },
});

const unary = defineOperator({ inputs: ['x'], infer: ({ x }) => floats(x) });

type ArithmeticName =
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Sigmoid'
  | 'Tanh'
  | 'Erf'
  | 'Exp'
  | 'Sqrt'
  | 'Sin'
  | 'Cos'
  | 'Gelu'
  | 'Identity'
  | 'Cast';

export const ARITHMETIC: Readonly<Record<ArithmeticName, Operator>> = {
  Add: binary,
  Sub: binary,
  Mul: binary,
  Div: binary,
  Sigmoid: unary,
  Tanh: unary,
  Erf: unary,
  Exp: unary,
  Sqrt: unary,
  Sin: unary,
  Cos: unary,
  /** x times the share of a normal distribution below it, as it is: its approximation by a tanh is not supported. */
  Gelu: unary,
  Identity: defineOperator({ inputs: ['x'], infer: ({ x }) => x }),
  /** The same numbers in another type, which `to` is ONNX's number of. */
  Cast: defineOperator({
    inputs: ['x'],
    attributes: { to: 'int' },
    infer: ({ x }, { attributes }) => ({ type: typeNumbered(int(attributes, 'to')), shape: x.shape }),
  }),
};

function floats(x: Value): Inferred {
  expectFloat('x', x);
  return x;
}

function typeNumbered(number: number): ElementType {
  const types = Object.keys(ELEMENT_TYPE) as ElementType[];
  const found = types.find((type) => ELEMENT_TYPE[type] === number);
  if (!found) throw new Error(`to: expected the number of one of ${types.join(', ')}, found ${number}`);
  return found;
}

import type { Attribute, ElementType, Shape, Value } from './graph.ts';

/**
 * One row per operator we emit: its shape rule and its multiply-accumulates.
 * Shapes are static, so a rule is a pure function of its inputs; a wrong shape is found while building, with a name.
 */
export interface Operator {
  readonly domain: '' | 'com.microsoft';
  readonly infer: (inputs: readonly Value[], attributes: Attributes) => Inferred;
  /** Multiply-accumulates; left out for operators that have none to speak of (norms, activations, layout). */
  readonly macs?: (inputs: readonly Value[], outputs: readonly Value[], attributes: Attributes) => number;
}

export type Attributes = Readonly<Record<string, Attribute>>;
export interface Inferred {
  readonly type: ElementType;
  readonly shape: Shape;
}

export const size = (shape: Shape): number => shape.reduce((product, dim) => product * dim, 1);

/** Reads an integer attribute; `fallback` is the operator's ONNX default. */
export function int(attributes: Attributes, name: string, fallback?: number): number {
  const attribute = attributes[name];
  if (attribute && 'int' in attribute) return attribute.int;
  if (fallback === undefined) throw new Error(`attribute ${name} is missing`);
  return fallback;
}

export function float(attributes: Attributes, name: string): number {
  const attribute = attributes[name];
  if (attribute && 'float' in attribute) return attribute.float;
  throw new Error(`attribute ${name} is missing`);
}

export function ints(attributes: Attributes, name: string): readonly number[] {
  const attribute = attributes[name];
  if (attribute && 'ints' in attribute) return attribute.ints;
  throw new Error(`attribute ${name} is missing`);
}

const at = (shape: Shape, index: number): number => {
  const dim = shape.at(index);
  if (dim === undefined) throw new Error(`shape [${shape.join(', ')}] has no dimension ${index}`);
  return dim;
};

const first = (inputs: readonly Value[]): Value => nth(inputs, 0);
const nth = (inputs: readonly Value[], index: number): Value => {
  const value = inputs[index];
  if (!value) throw new Error(`input ${index} is missing`);
  return value;
};

const same = (inputs: readonly Value[]): Inferred => first(inputs);

/** NumPy broadcasting of two shapes. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`cannot broadcast [${a.join(', ')}] with [${b.join(', ')}]`);
    return x === 1 ? y : x;
  });
}

/** How often a window fits, along each axis of a picture with its padding. */
function windows(spatial: Shape, kernel: Shape, attributes: Attributes): Shape {
  const strides = ints(attributes, 'strides');
  const pads = ints(attributes, 'pads');
  return spatial.map((length, i) =>
    Math.floor((length + pads[i]! + pads[i + spatial.length]! - kernel[i]!) / strides[i]! + 1),
  );
}

const binary: Operator = {
  domain: '',
  infer: (inputs) => ({
    type: first(inputs).type,
    shape: broadcast(first(inputs).shape, nth(inputs, 1).shape),
  }),
};
const unary: Operator = { domain: '', infer: same };
/** Over the axes that the builder passes along besides the input that names them; they stay, with length 1. */
const reduction: Operator = {
  domain: '',
  infer: ([x], attributes) => {
    const axes = ints(attributes, '#axes');
    return { type: x!.type, shape: x!.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)) };
  },
};

export const OPERATORS = {
  Add: binary,
  Mul: binary,
  Sub: binary,
  Div: binary,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceSum: reduction,
  Sigmoid: unary,
  Sin: unary,
  Cos: unary,
  Gelu: unary,
  Tanh: unary,
  Erf: unary,
  Exp: unary,
  Sqrt: unary,
  Identity: unary,
  Softmax: unary,
  InstanceNormalization: unary,
  LayerNormalization: unary,

  Conv: {
    domain: '',
    infer: ([x, weight], attributes) => {
      const [batch, channels] = x!.shape;
      const [outChannels, inChannels, ...kernel] = weight!.shape;
      if (channels !== inChannels) throw new Error(`expected ${inChannels} channels, found ${channels}`);
      return { type: x!.type, shape: [batch!, outChannels!, ...windows(x!.shape.slice(2), kernel, attributes)] };
    },
    macs: ([, weight], [out]) => size(out!.shape) * size(weight!.shape.slice(1)),
  },
  AveragePool: {
    domain: '',
    infer: ([x], attributes) => {
      const [batch, channels, ...spatial] = x!.shape;
      const places = windows(spatial, ints(attributes, 'kernel_shape'), attributes);
      return { type: x!.type, shape: [batch!, channels!, ...places] };
    },
  },
  /** y = a @ w^T + b with w as (out, in), the way PyTorch stores a Linear. */
  Gemm: {
    domain: '',
    infer: ([a, weight]) => {
      if (at(a!.shape, 1) !== at(weight!.shape, 1)) {
        throw new Error(`expected ${at(weight!.shape, 1)} features, found ${at(a!.shape, 1)}`);
      }
      return { type: a!.type, shape: [at(a!.shape, 0), at(weight!.shape, 0)] };
    },
    macs: ([a, weight]) => at(a!.shape, 0) * size(weight!.shape),
  },
  /**
   * y = a @ (w * scale) + b with w int8 (in, out), a scale for each output, and a in 8 bits, whose range is found when it runs:
   * (a, w, scale, bias). Its optional zero points are left out: w is symmetric.
   */
  DynamicQuantizeMatMul: {
    domain: 'com.microsoft',
    infer: ([a, weight]) => {
      if (at(a!.shape, -1) !== at(weight!.shape, 0)) {
        throw new Error(`expected ${at(weight!.shape, 0)} features, found ${at(a!.shape, -1)}`);
      }
      return { type: a!.type, shape: [...a!.shape.slice(0, -1), at(weight!.shape, 1)] };
    },
    macs: ([a, weight]) => size(a!.shape.slice(0, -1)) * size(weight!.shape),
  },
  /** Scaled dot-product attention on (batch, tokens, channels); tiled, so the score matrix is never whole in memory. */
  MultiHeadAttention: {
    domain: 'com.microsoft',
    infer: ([query, , value]) => ({
      type: query!.type,
      shape: [at(query!.shape, 0), at(query!.shape, 1), at(value!.shape, 2)],
    }),
    macs: ([query, key]) => 2 * size(query!.shape) * at(key!.shape, 1),
  },
  /** Batched over all but the last two axes, which the two inputs have to share. */
  MatMul: {
    domain: '',
    infer: ([a, b]) => {
      if (at(a!.shape, -1) !== at(b!.shape, -2)) {
        throw new Error(`cannot multiply [${a!.shape.join(', ')}] by [${b!.shape.join(', ')}]`);
      }
      return { type: a!.type, shape: [...a!.shape.slice(0, -1), at(b!.shape, -1)] };
    },
    macs: ([a], [out]) => size(out!.shape) * at(a!.shape, -1),
  },
  Reshape: {
    domain: '',
    // The builder passes the static target shape along as an attribute; it never reaches the model file.
    infer: ([x], attributes) => {
      const shape = ints(attributes, '#shape');
      if (size(shape) !== size(x!.shape)) {
        throw new Error(`cannot view [${x!.shape.join(', ')}] as [${shape.join(', ')}]`);
      }
      return { type: x!.type, shape };
    },
  },
  Transpose: {
    domain: '',
    infer: ([x], attributes) => ({ type: x!.type, shape: ints(attributes, 'perm').map((axis) => at(x!.shape, axis)) }),
  },
  Concat: {
    domain: '',
    infer: (inputs, attributes) => {
      const axis = int(attributes, 'axis');
      const joined = inputs.reduce((sum, { shape }) => sum + at(shape, axis), 0);
      for (const { shape } of inputs) {
        if (shape.some((dim, i) => i !== axis && dim !== first(inputs).shape[i])) {
          throw new Error(`cannot join ${inputs.map((v) => `[${v.shape.join(', ')}]`).join(' and ')} on axis ${axis}`);
        }
      }
      return { type: first(inputs).type, shape: first(inputs).shape.map((dim, i) => (i === axis ? joined : dim)) };
    },
  },
  Resize: {
    domain: '',
    infer: ([x], attributes) => ({ type: x!.type, shape: ints(attributes, '#shape') }),
  },
  Pad: {
    domain: '',
    infer: ([x], attributes) => ({ type: x!.type, shape: ints(attributes, '#shape') }),
  },
  /** Along one axis, the parts of `x` that the indices name: of the first, rows of a table, which is an embedding. */
  Gather: {
    domain: '',
    infer: ([x, indices], attributes) => {
      const axis = int(attributes, 'axis', 0);
      return { type: x!.type, shape: [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)] };
    },
  },
  /** Between float32 and float16: the pass that makes them knows which (in-precision.ts). */
  Cast: unary,
} satisfies Record<string, Operator>;

export type OperatorName = keyof typeof OPERATORS;

export function operator(name: string): Operator {
  const found = (OPERATORS as Record<string, Operator>)[name];
  if (!found) throw new Error(`unknown operator ${name}: add a row to graph/operators.ts`);
  return found;
}

/** Products of matrices. */
import { size, told, type Value } from './value.ts';
import { int } from './attributes.ts';
import { defineOperator, type Details, type Operator } from './operator.ts';
import { at, broadcast, expectAlike, expectFloat, expectRank, expectShape } from './shapes.ts';

type ProductName = 'Gemm' | 'MatMul' | 'DynamicQuantizeMatMul' | 'MultiHeadAttention';

export const PRODUCTS: Readonly<Record<ProductName, Operator>> = {
  /** alpha * A @ B + beta * C, A and B turned first where transA and transB are 1. PyTorch stores a Linear's B turned. */
  Gemm: defineOperator({
    inputs: ['a', 'b'],
    optional: ['c'],
    attributes: { transA: 'int', transB: 'int', alpha: 'float', beta: 'float' },
    infer: ({ a, b, c }, details) => {
      expectAlike([a, b, ...(c ? [c] : [])]);
      expectFloat('a', a);
      const [rows, features, expected, columns] = sidesOf(a, b, details);
      if (features !== expected) throw new Error(`expected ${expected} features, found ${features}`);
      const shape = [rows, columns];
      if (c) expectShape(`c ${told(c.shape)} broadcast`, broadcast(c.shape, shape), shape);
      return { type: a.type, shape };
    },
    macs: ({ a, b }, [y], details) => size(y!.shape) * sidesOf(a, b, details)[1],
  }),
  /** NumPy's matmul: the last two axes are multiplied, those before broadcast; one axis alone is a row (a) or a column (b). */
  MatMul: defineOperator({
    inputs: ['a', 'b'],
    infer: ({ a, b }) => {
      expectAlike([a, b]);
      expectRank('a', a, 1, Infinity);
      expectRank('b', b, 1, Infinity);
      if (at(a.shape, -1) !== at(b.shape, b.shape.length === 1 ? 0 : -2)) {
        throw new Error(`cannot multiply ${told(a.shape)} by ${told(b.shape)}`);
      }
      const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
      const rows = a.shape.length === 1 ? [] : [at(a.shape, -2)];
      const columns = b.shape.length === 1 ? [] : [at(b.shape, -1)];
      return { type: a.type, shape: [...batch, ...rows, ...columns] };
    },
    macs: ({ a }, [y]) => size(y!.shape) * at(a.shape, -1),
  }),
  /**
   * a @ (b * scale) + bias with b int8 (in, out), a scale for each output, and a in 8 bits, whose range is found when it runs.
   * Zero points are left out where b is symmetric.
   */
  DynamicQuantizeMatMul: defineOperator({
    domain: 'com.microsoft',
    inputs: ['a', 'b', 'scale'],
    optional: ['zeroPoint', 'bias'],
    infer: ({ a, b, scale, zeroPoint, bias }) => {
      expectFloat('a', a);
      expectRank('a', a, 2, Infinity);
      expectRank('b', b, 2);
      if (b.type !== 'int8' && b.type !== 'uint8') throw new Error(`b: expected int8 or uint8, found ${b.type}`);
      const [features, outputs] = [at(b.shape, 0), at(b.shape, 1)];
      if (at(a.shape, -1) !== features) throw new Error(`expected ${features} features, found ${at(a.shape, -1)}`);
      expectShape('scale', scale.shape, scale.shape.length === 1 ? [outputs] : []);
      if (zeroPoint) expectShape('zeroPoint', zeroPoint.shape, scale.shape);
      if (bias) expectShape('bias', bias.shape, [outputs]);
      return { type: a.type, shape: [...a.shape.slice(0, -1), outputs] };
    },
    macs: ({ b }, [y]) => size(y!.shape) * at(b.shape, 0),
  }),
  /**
   * Scaled dot-product attention on (batch, tokens, channels), channels in heads; tiled, so that the score matrix is never whole in
   * memory. `unidirectional` lets a token see itself and earlier ones only.
   */
  MultiHeadAttention: defineOperator({
    domain: 'com.microsoft',
    inputs: ['query', 'key', 'value'],
    attributes: { num_heads: 'int', unidirectional: 'int' },
    infer: ({ query, key, value }, { attributes }) => {
      expectAlike([query, key, value]);
      expectFloat('query', query);
      for (const [name, tokens] of Object.entries({ query, key, value })) expectRank(name, tokens, 3);
      const [batch, tokens, channels] = query.shape as [number, number, number];
      const heads = int(attributes, 'num_heads');
      expectShape('key', key.shape, [batch, at(key.shape, 1), channels]);
      expectShape('value', value.shape, [batch, at(key.shape, 1), at(value.shape, 2)]);
      for (const width of [channels, at(value.shape, 2)]) {
        if (!(heads >= 1) || width % heads !== 0)
          throw new Error(`${width} channels do not divide into ${heads} heads`);
      }
      return { type: query.type, shape: [batch, tokens, at(value.shape, 2)] };
    },
    macs: ({ query, key, value }) =>
      at(key.shape, 1) * (size(query.shape) + size(query.shape.slice(0, 2)) * at(value.shape, 2)),
  }),
};

/** Of a Gemm: rows of A, columns of A, rows of B, columns of B, as they are multiplied. */
function sidesOf(a: Value, b: Value, { attributes }: Details): readonly [number, number, number, number] {
  expectRank('a', a, 2);
  expectRank('b', b, 2);
  const sides = ({ shape }: Value, turned: string) =>
    int(attributes, turned, 0) === 0
      ? ([at(shape, 0), at(shape, 1)] as const)
      : ([at(shape, 1), at(shape, 0)] as const);
  return [...sides(a, 'transA'), ...sides(b, 'transB')];
}

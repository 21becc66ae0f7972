/** What one more operator takes: a row, in one of the files of rows. Here it is written into one of them for the test. */
import { expect, test, vi } from 'vitest';
import { onnxruntimes } from '../runtime/onnxruntimes.fixture.ts';
import { GraphBuilder } from './builder.ts';
import { countByScope } from './count.ts';
import { inFloatType } from './in-float-type.ts';
import type * as Layout from './operators/layout.ts';
import type { OperatorName } from './operators.ts';
import { prune } from './prune.ts';
import { absentWeights } from './weights.ts';

vi.mock('./operators/layout.ts', async (original) => {
  const { LAYOUT } = await original<typeof Layout>();
  const { int } = await import('./operators/attributes.ts');
  const { defineOperator } = await import('./operators/operator.ts');
  const { axisOf } = await import('./operators/shapes.ts');
  const Split = defineOperator({
    inputs: ['x'],
    attributes: { axis: 'int', num_outputs: 'int' },
    infer: ({ x: { type, shape } }, { attributes }) => {
      const axis = axisOf(int(attributes, 'axis', 0), shape.length);
      const [length, parts] = [shape[axis]!, int(attributes, 'num_outputs')];
      const each = Math.ceil(length / parts);
      if (each * (parts - 1) >= length) throw new Error(`${length} do not split into ${parts} parts`);
      return Array.from({ length: parts }, (_, i) => ({
        type,
        shape: shape.with(axis, Math.min(each, length - i * each)),
      }));
    },
  });
  return { LAYOUT: { ...LAYOUT, Split } };
});

/** In the union as soon as it is in the list above the rows. */
const SPLIT = 'Split' as OperatorName;

const into = (num_outputs: number, axis: number) => ({
  attributes: { axis: { int: axis }, num_outputs: { int: num_outputs } },
});

test('built, checked, counted, pruned, brought into float16 and run: by its row alone', async () => {
  const b = new GraphBuilder('test', absentWeights);
  const x = b.input('x', 'float32', [2, 8, 3]);
  const parts = b.ops(SPLIT, [x], into(3, -2));
  for (const part of parts) b.output(b.op('Exp', [part]));
  const graph = prune(b.build());
  expect(graph.outputs.map(({ shape }) => shape)).toEqual([
    [2, 3, 3],
    [2, 3, 3],
    [2, 2, 3],
  ]);
  const told = graph.outputs.map(({ type, shape }) => ({ type, shape }));
  expect(await onnxruntimes(graph)).toEqual(told);
  expect(await onnxruntimes(inFloatType(graph, 'float16'))).toEqual(told);
  expect(countByScope(graph).get('')).toEqual({ macs: 0, parameters: 0 });
});

test('what does not fit is refused with its name', () => {
  const b = new GraphBuilder('test', absentWeights);
  const x = b.input('x', 'float32', [2, 8, 3]);
  expect(() => b.ops(SPLIT, [x], into(4, 2))).toThrow('Split (Split): 3 do not split into 4 parts');
  expect(() => b.ops(SPLIT, [x], into(2, 3))).toThrow('Split (Split): expected an axis of 3, found axis 3');
  expect(() => b.op(SPLIT, [x], into(2, 1))).toThrow('Split (Split): it gives 2 values, of which one was asked for');
});

/** Whether this processor's fast instructions for 8-bit products are exact, and what to do where they are not. */
import * as ort from 'onnxruntime-node';
import { absentWeights } from '../graph/weights.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { Graph } from '../graph/graph.ts';
import { writeModelProto } from '../graph/model-proto.ts';

/**
 * Session settings that `graph` needs for exact products. Where pairs of them are summed in 16 bits (x64 without VNNI) they overflow,
 * and onnxruntime has slower instructions that do not. It is not asked for those elsewhere: it would use them everywhere, and a
 * layer takes half as long again by them.
 */
export async function int8Settings(graph: Graph): Promise<Readonly<Record<string, string>>> {
  if (!graph.nodes.some(({ op }) => op === 'DynamicQuantizeMatMul')) return {};
  return (await (overflows ??= overflow())) ? { x64quantprecision: '1' } : {};
}

let overflows: Promise<boolean> | undefined;

const [ROWS, INPUTS, OUTPUTS] = [16, 64, 32];

/** A layer with everything at the end of its range: 255 * 127, as often as there are inputs. */
async function overflow(): Promise<boolean> {
  const integers = new Int8Array(INPUTS * OUTPUTS).fill(127);
  const b = new GraphBuilder('int8 probe', {
    ...absentWeights,
    int8: (_name, shape) => ({
      weight: { type: 'int8', shape, data: inline(integers) },
      scale: { type: 'float32', shape: [OUTPUTS], data: inline(new Float32Array(OUTPUTS).fill(1)) },
    }),
  });
  const x = b.input('x', 'float32', [ROWS, INPUTS]);
  const { weight, scale } = b.int8('probe', [INPUTS, OUTPUTS])!;
  b.output(b.named('y', b.op('DynamicQuantizeMatMul', [x, weight, scale])));
  const session = await ort.InferenceSession.create(writeModelProto(b.build()), { executionProviders: ['cpu'] });
  const ones = new ort.Tensor('float32', new Float32Array(ROWS * INPUTS).fill(1), [ROWS, INPUTS]);
  const { y } = await session.run({ x: ones });
  await session.release();
  const exact = 127 * INPUTS;
  return (y!.data as Float32Array).some((value) => Math.abs(value - exact) > exact * 1e-3);
}

function inline(array: Int8Array | Float32Array) {
  return { kind: 'inline', bytes: new Uint8Array(array.buffer) } as const;
}

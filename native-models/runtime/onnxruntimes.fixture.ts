/** What onnxruntime itself says of a model, with none of its optimisations. */
import * as ort from 'onnxruntime-node';
import type { Graph } from '../graph/graph.ts';
import { writeModelProto } from '../graph/model-proto.ts';
import type { Inferred } from '../graph/operators/operator.ts';
import { type ElementType, size } from '../graph/operators/value.ts';

const ARRAYS = {
  float32: Float32Array,
  float16: Float16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** Types and shapes of what a model of ours gives when onnxruntime runs it on zeros. @throws where onnxruntime refuses to. */
export async function onnxruntimes(graph: Graph): Promise<readonly Inferred[]> {
  const session = await ort.InferenceSession.create(writeModelProto(graph), {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  try {
    const feeds = graph.inputs.map(({ name, type, shape }) => {
      const numbers = new ARRAYS[type](size(shape));
      return [name, new ort.Tensor(type, numbers as Float32Array, shape)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    return graph.outputs.map(({ name }) => ({ type: results[name]!.type as ElementType, shape: results[name]!.dims }));
  } finally {
    await session.release();
  }
}

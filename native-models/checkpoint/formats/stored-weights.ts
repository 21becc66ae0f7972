import { basename, dirname } from 'node:path';
import type { ElementType, Shape } from '../../graph/graph.ts';
import { CheckpointError } from '../../errors.ts';
import type { StoredTensor, TensorTable } from './safetensors.ts';
import type { WeightSource } from '../../graph/weights.ts';

const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  F32: 'float32',
  F16: 'float16',
  I64: 'int64',
  I32: 'int32',
};

/**
 * The weights of one network where they lie.
 * All its files must lie in one folder: a session of onnxruntime knows only one.
 * @param label what messages call the network's file when a tensor is missing
 */
export function storedWeights(tensors: TensorTable, label: string): WeightSource {
  const [first] = tensors.values();
  return {
    folder: first === undefined ? '' : dirname(first.path),
    has: (name) => tensors.has(name),
    tensor(name, shape) {
      const { path, offset, length, dtype, label: file } = findTensor(tensors, label, name, shape);
      const type = ELEMENT_TYPES[dtype];
      if (type === undefined) throw new CheckpointError(file, `${name}: expected float32, found ${dtype}`);
      return { type, shape, data: { kind: 'file', file: basename(path), offset, length } };
    },
  };
}

/** The same names and shapes without bytes: enough to check an architecture and count its cost. */
export function shapesOnly(tensors: TensorTable, label: string): WeightSource {
  return {
    folder: '',
    has: (name) => tensors.has(name),
    tensor(name, shape) {
      findTensor(tensors, label, name, shape);
      return { type: 'float32', shape, data: { kind: 'absent' } };
    },
  };
}

function findTensor(tensors: TensorTable, label: string, name: string, shape: Shape): StoredTensor {
  const tensor = tensors.get(name);
  const expected = `expected [${shape.join(', ')}]`;
  if (tensor === undefined) {
    throw new CheckpointError(label, `${name}: ${expected}, found no such tensor`, ADVICE);
  }
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
    const stored = tensor.storedName === name ? '' : ` (${tensor.storedName})`;
    throw new CheckpointError(
      tensor.label,
      `${name}${stored}: ${expected}, found [${tensor.shape.join(', ')}]`,
      ADVICE,
    );
  }
  return tensor;
}

const ADVICE = 'The configuration and the weights do not belong together';

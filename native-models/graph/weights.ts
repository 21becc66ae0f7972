import type { TensorData } from './graph.ts';
import { type ElementType, type Shape, size } from './operators/value.ts';

/** A tensor of a checkpoint, by reference. `data.file` is a base name inside {@link WeightSource.folder}. */
export interface TensorReference {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly data: TensorData;
}

/** A weight as integers from -127 to 127, with one scale for each output: weight = integer * scale. */
export interface Int8Weight {
  readonly weight: TensorReference;
  readonly scale: TensorReference;
}

/** The weights of one network. Graph builders ask it for tensors by their diffusers (or transformers) names. */
export interface WeightSource {
  /** Real path (links resolved) of the folder the referenced files lie in. */
  readonly folder: string;
  has(name: string): boolean;
  /**
   * The tensor called `name`, checked to have `shape`.
   * @throws CheckpointError naming file, tensor, expected and found when it is missing or misshapen.
   */
  tensor(name: string, shape: Shape): TensorReference;
  /** Only int8 copies have this: the weight called `name` where it is held so, null where in float32. */
  int8?(name: string, shape: Shape): Int8Weight | null;
}

/** Weights that have shapes but no bytes: for costs of an architecture without a checkpoint. */
export const absentWeights: WeightSource = {
  folder: '',
  has: () => true,
  tensor: (_name, shape) => ({ type: 'float32', shape, data: { kind: 'absent' } }),
};

/** Weights that are made as they are asked for. @param numbers so many of them. */
export function madeWeights(numbers: (length: number) => Float32Array<ArrayBuffer>): WeightSource {
  return {
    folder: '',
    has: () => true,
    tensor: (_name, shape) => ({
      type: 'float32',
      shape,
      data: { kind: 'inline', bytes: new Uint8Array(numbers(size(shape)).buffer) },
    }),
  };
}

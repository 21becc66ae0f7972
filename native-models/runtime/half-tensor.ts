import { Tensor } from 'onnxruntime-node';

/**
 * A float16 tensor to be fed. The runtime of 1.30 takes every Float16Array for one of no bytes (onnxruntime, pull request
 * 32323), and its JavaScript turns other arrays of float16 tensors into those: so it is made as one of 16-bit integers.
 */
export function halfTensor(data: Float16Array, shape: readonly number[]): Tensor {
  const tensor = new Tensor('uint16', new Uint16Array(data.buffer, data.byteOffset, data.length), shape);
  return Object.assign(tensor, { type: 'float16' });
}

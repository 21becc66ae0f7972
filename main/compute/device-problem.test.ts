import { expect, test } from 'vitest';
import { deviceProblem } from './device-problem.ts';

// As onnxruntime-node 1.30 said it on machines without such a card.
test.each([
  [
    'device webgpu cannot be used here (self_test: could not be loaded on webgpu: Failed to get a WebGPU adapter: No supported adapters); use --device cpu',
    'No graphics card that WebGPU can use was found.',
  ],
  [
    'device cuda cannot be used here (self_test: could not be loaded on cuda: OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library); use --device cpu',
    'Its libraries are not installed: docs/devices.md tells how to get them.',
  ],
  ['its convolution is off by 0.04; use --device cpu', 'its convolution is off by 0.04'],
])('%s', (said, means) => expect(deviceProblem(said)).toBe(means));

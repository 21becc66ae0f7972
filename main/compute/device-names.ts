import type { DeviceId } from '../../native-models/vocabulary.ts';

/** For what cannot say its own. */
export const DEVICE_NAMES: Readonly<Record<DeviceId, string>> = {
  cpu: 'Processor',
  webgpu: 'Graphics card (WebGPU)',
  cuda: 'NVIDIA graphics card (CUDA)',
  dml: 'Graphics card (DirectML)',
  coreml: 'Apple silicon (CoreML)',
};

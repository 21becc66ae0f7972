import type { GpuResults } from './results.ts';

/** A run that found nothing. */
export const NOTHING: GpuResults = {
  date: '2026-01-01T00:00',
  commit: 'abc',
  shape: 'sd15',
  machine: { processor: 'P', cores: 2, memoryBytes: 2 ** 30, system: 'S', node: '1', onnxruntime: '1' },
  card: null,
  versions: {},
  vulkan: [],
  selfTests: [],
  measured: [],
  memory: [],
  agreement: [],
  kernels: [],
  missing: [],
  phases: [],
};

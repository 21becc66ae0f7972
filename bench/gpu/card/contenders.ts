/** How each contender is started. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../../sd15/contender.ts';
import type { EngineSettings } from './engine.ts';
import { archived, PYTHON, withLibraries } from './places.ts';

export interface Surroundings {
  readonly vulkan: Readonly<Record<string, string>>;
  /** PyTorch's device. */
  readonly torchDevice: 'cuda' | 'cpu';
  /** Of NVIDIA's libraries, which onnxruntime's CUDA provider is linked with. */
  readonly libraries: readonly string[];
  readonly weights: string;
  readonly data: string;
}

export const PYTHON_ENVIRONMENT = {
  PYTHONPATH: [archived('python'), archived('peers'), process.env['PYTHONPATH']].filter(Boolean).join(':'),
  HF_HUB_OFFLINE: '1',
} as const;

const PRECISIONS = { f16: 'float16', f32: 'float32', auto: 'auto' } as const;

/** @param id a ContenderId (rows.ts), or one of ours with `auto` for its precision. */
export function commandOf(id: string, { vulkan, torchDevice, libraries, weights, data }: Surroundings): Command {
  const [whose, device, precision] = whoIs(id);
  const model = join(weights, precision === 'f16' ? 'float16' : 'float32');
  const inputs = join(weights, 'inputs');
  if (whose === 'ours') {
    const settings: EngineSettings = { device, precision: PRECISIONS[precision], model, inputs, data };
    return {
      command: process.execPath,
      args: [join(archived('app'), 'ours.js'), JSON.stringify(settings)],
      env: device === 'webgpu' ? vulkan : device === 'cuda' ? withLibraries(libraries) : {},
    };
  }
  const dtype = PRECISIONS[precision];
  const settings = { device: torchDevice, dtype, model, inputs, compiled: id.endsWith('compiled') };
  return {
    command: PYTHON,
    args: [join(archived('peers'), 'torch_peer.py'), JSON.stringify(settings)],
    env: PYTHON_ENVIRONMENT,
  };
}

/** Why a contender cannot be started at all; null where it can. */
export function whyNot(id: string): string | null {
  const provider = join(archived('onnxruntime'), 'libonnxruntime_providers_cuda.so');
  return id.startsWith('ours cuda') && !existsSync(provider) ? 'not brought: the CUDA libraries of onnxruntime' : null;
}

type Who =
  | readonly ['ours', EngineSettings['device'], keyof typeof PRECISIONS]
  | readonly ['pytorch', '', 'f16' | 'f32'];

function whoIs(id: string): Who {
  const [whose, ...rest] = id.split(' ');
  if (whose === 'pytorch') return ['pytorch', '', rest[0] as 'f16' | 'f32'];
  const [device, precision = 'f32'] = rest;
  return ['ours', device as EngineSettings['device'], precision as keyof typeof PRECISIONS];
}

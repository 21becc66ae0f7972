/** Where things lie in the archive (pack.ts), and where a run keeps what it makes. */
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../main/base/places.ts';

/** Relative to the archive's root. */
export const IN_ARCHIVE = {
  node: 'node',
  app: 'app',
  /** diffusers, DeepCache and what they need beyond a machine's own packages. */
  python: 'python',
  peers: 'peers',
  tokenizer: 'tokenizer',
  /** Vulkan's loader. */
  vulkan: 'lib/vulkan',
  /** What NVIDIA's Vulkan driver may ask for: a machine without a desktop has no X11. */
  x11: 'lib/x11',
  origin: 'origin.json',
  onnxruntime: 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64',
} as const;

export const archived = (name: keyof typeof IN_ARCHIVE): string => join(PACKAGE_ROOT, IN_ARCHIVE[name]);

/** Whichever Python has PyTorch. */
export const PYTHON = process.env['HEIRLOOM_PYTHON'] || 'python3';

/** An environment in which libraries are looked for in these folders first. */
export function withLibraries(folders: readonly string[]): Readonly<Record<string, string>> {
  const { LD_LIBRARY_PATH: given } = process.env;
  const path = [...folders, ...(given ? [given] : [])].join(':');
  return path ? { LD_LIBRARY_PATH: path } : {};
}

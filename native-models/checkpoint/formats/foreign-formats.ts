import { CheckpointError } from '../../errors.ts';

/** Why a pickle is refused; the same words wherever one is met. */
export const PICKLE_PROBLEM = 'this is a Python pickle (.ckpt, .bin, .pt), which can run any code when it is opened';
export const PICKLE_ADVICE =
  'Get the .safetensors version, or convert it with a tool you trust (`StableDiffusionPipeline.save_pretrained` writes safetensors)';

interface ForeignFormat {
  readonly starts: string;
  readonly problem: string;
  readonly advice: string;
}

/** What people have in place of weights, by the first bytes (latin-1). The last one fits all. */
const FOREIGN_FORMATS: readonly ForeignFormat[] = [
  {
    starts: 'version https://git-lfs',
    problem: 'this is a Git LFS pointer, a text that stands for the weights',
    advice: 'Run `git lfs pull` in the folder it came from, or download the file itself',
  },
  { starts: 'PK\x03\x04', problem: PICKLE_PROBLEM, advice: PICKLE_ADVICE },
  { starts: '\x80\x02', problem: PICKLE_PROBLEM, advice: PICKLE_ADVICE },
  { starts: 'GGUF', problem: 'this is a GGUF file', advice: 'Heirloom reads safetensors: get that version' },
  { starts: '<', problem: 'this is a web page', advice: 'Perhaps the site wanted a log-in: get the file in a browser' },
  {
    starts: '',
    problem: 'this is not a safetensors file',
    advice: 'A checkpoint is a diffusers folder or one .safetensors file; if this should be one, get it again',
  },
];

/** What a file that is not safetensors is, from its first bytes. */
export function notSafetensors(label: string, start: Buffer): CheckpointError {
  if (start.length === 0) return new CheckpointError(label, 'the file is empty', 'Get the file again');
  const text = start.toString('latin1').trimStart();
  const { problem, advice } = FOREIGN_FORMATS.find(({ starts }) => text.startsWith(starts))!;
  return new CheckpointError(label, problem, advice);
}

export function isPickle(file: string): boolean {
  return /\.(ckpt|bin|pt|pth|pkl)$/i.test(file);
}

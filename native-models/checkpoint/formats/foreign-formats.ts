import { CheckpointError } from '../../errors.ts';

/** Why a pickle is refused; the same words wherever one is met. */
export const PICKLE_PROBLEM = 'this is a Python pickle (.ckpt, .bin, .pt), which can run any code when it is opened';
export const PICKLE_ADVICE =
  'Get the .safetensors version, or convert it with a tool you trust (`StableDiffusionPipeline.save_pretrained` writes safetensors)';

/** What a file is in place of weights, and what to do. */
export interface ForeignFormat {
  readonly problem: string;
  readonly advice: string;
}

const UNPACK = 'Unpack it, and open the .safetensors file in it';
const GET_SAFETENSORS = 'Heirloom reads safetensors: get that version';
const LOG_IN = 'Perhaps the site wanted a log-in: get the file in a browser';
const PICKLE: ForeignFormat = { problem: PICKLE_PROBLEM, advice: PICKLE_ADVICE };

interface Recognised extends ForeignFormat {
  /** Any of these is how it begins (latin-1, without white space before). */
  readonly starts: readonly string[];
  /** What comes soon after. */
  readonly has?: string;
}

/** What people have in place of weights; the first that fits. */
const FOREIGN_FORMATS: readonly Recognised[] = [
  {
    starts: ['version https://git-lfs'],
    problem: 'this is a Git LFS pointer, a text that stands for the weights',
    advice: 'Run `git lfs pull` in the folder it came from, or download the file itself',
  },
  // torch.save writes a zip archive whose first entry is this.
  { starts: ['PK\x03\x04'], has: 'data.pkl', ...PICKLE },
  { starts: ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'], ...PICKLE },
  {
    starts: ['PK\x03\x04'],
    problem: 'this is a zip archive',
    advice: `${UNPACK}. If it should be a .ckpt, it is a Python pickle: get the .safetensors version`,
  },
  { starts: ['\x1f\x8b'], problem: 'this is a gzip archive', advice: UNPACK },
  { starts: ['Rar!', '7z\xbc\xaf'], problem: 'this is an archive (RAR, 7z)', advice: UNPACK },
  { starts: ['GGUF'], problem: 'this is a GGUF file', advice: GET_SAFETENSORS },
  { starts: ['\x89HDF'], problem: 'this is an HDF5 file (Keras)', advice: GET_SAFETENSORS },
  {
    starts: ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'RIFF'],
    problem: 'this is a picture',
    advice: 'Open the checkpoint it belongs to',
  },
  {
    starts: ['<?xml'],
    problem: 'this is an XML document, which storages send in place of a file that they do not give',
    advice: 'Its address may have expired: get the file again from the page it is offered on',
  },
  { starts: ['<'], problem: 'this is a web page', advice: LOG_IN },
  {
    starts: ['{', '['],
    problem: 'this is a JSON text, which servers send in place of a file that they do not give',
    advice: LOG_IN,
  },
];

const UNKNOWN: ForeignFormat = {
  problem: 'this is not a safetensors file',
  advice: 'A checkpoint is a diffusers folder or one .safetensors file; if this should be one, get it again',
};

/** How much of a file's start says what it is. */
export const START_BYTES = 64;
const LENGTH_BYTES = 8;
const BYTE_ORDER_MARK = /^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/;

/**
 * What a file is, from its first bytes ({@link START_BYTES} or all that it has).
 * @returns null for what begins as safetensors does: the length of a header, and its brace.
 */
export function foreignFormat(start: Buffer): ForeignFormat | null {
  if (start.length === 0) return { problem: 'the file is empty', advice: 'Get the file again' };
  // No header has 4 GiB: the upper half of its length is zero, and a text's is not.
  if (start.length > LENGTH_BYTES && start[LENGTH_BYTES] === 0x7b && start.readUInt32LE(4) === 0) return null;
  return recognised(start) ?? UNKNOWN;
}

/** The same of what we know by its first bytes alone; null for all else. */
export function recognised(start: Buffer): ForeignFormat | null {
  const text = start.toString('latin1').replace(BYTE_ORDER_MARK, '').trimStart();
  const fits = ({ starts, has = '' }: Recognised) => starts.some((each) => text.startsWith(each)) && text.includes(has);
  return FOREIGN_FORMATS.find(fits) ?? null;
}

/** What a file that is not safetensors is, from its first bytes. */
export function notSafetensors(label: string, start: Buffer): CheckpointError {
  const { problem, advice } = foreignFormat(start) ?? UNKNOWN;
  return new CheckpointError(label, problem, advice);
}

export function isPickle(file: string): boolean {
  return /\.(ckpt|bin|pt|pth|pkl)$/i.test(file);
}

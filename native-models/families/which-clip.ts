/** What tells Stable Diffusion 2 from 1: its text encoder is OpenCLIP's, not OpenAI's CLIP. */
import type { TensorTable } from '../checkpoint/formats/safetensors.ts';
import type { Recognition } from './family.ts';
import { CLIP_FOLDER } from './networks.ts';

export type Clip = 'CLIP' | 'OpenCLIP';

/** What the names of its tensors begin with in a single file. */
export const CLIP_PREFIXES: Readonly<Record<Clip, string>> = {
  CLIP: 'cond_stage_model.transformer.',
  OpenCLIP: 'cond_stage_model.model.',
};
/** OpenCLIP's has the exact GELU, OpenAI's an approximation; transformers takes a config.json that does not say for OpenAI's. */
export const ACTIVATIONS: Readonly<Record<Clip, string>> = { CLIP: 'quick_gelu', OpenCLIP: 'gelu' };

/** Of a pipeline's folder, by its activation. Sizes don't tell: students have others. */
export async function clipOfFolder(config: Parameters<Recognition['folder']>[0]): Promise<Clip> {
  const { hidden_act: activation } = await config(CLIP_FOLDER.folder);
  return activation === ACTIVATIONS.OpenCLIP ? 'OpenCLIP' : 'CLIP';
}

/** Of a single file, by its names; null where it has neither. */
export function clipOfFile(tensors: TensorTable): Clip | null {
  const has = (clip: Clip) => [...tensors.keys()].some((name) => name.startsWith(CLIP_PREFIXES[clip]));
  if (has('OpenCLIP')) return 'OpenCLIP';
  return has('CLIP') ? 'CLIP' : null;
}

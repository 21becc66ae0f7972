/** What tells Stable Diffusion 2 from 1: its text encoder is OpenCLIP's, not OpenAI's CLIP. */
import type { TensorTable } from '../checkpoint/formats/safetensors.ts';
import type { Recognition } from './family.ts';
import { CLIP_FOLDER } from './networks.ts';

export type Clip = 'CLIP' | 'OpenCLIP';

/**
 * What the names of its tensors begin with in a single file. Tools that know only SD 1 write SD 2's under CLIP's prefix, in the
 * names of transformers.
 */
export const CLIP_PREFIXES: Readonly<Record<Clip, string>> = {
  CLIP: 'cond_stage_model.transformer.',
  OpenCLIP: 'cond_stage_model.model.',
};
/** OpenCLIP's has the exact GELU, OpenAI's an approximation; transformers takes a config.json that does not say for OpenAI's. */
export const ACTIVATIONS: Readonly<Record<Clip, string>> = { CLIP: 'quick_gelu', OpenCLIP: 'gelu' };

const PROJECTION = /^model\.diffusion_model\..*\.proj_in\.weight$/;
const CONTEXT = /^model\.diffusion_model\..*\.attn2\.to_k\.weight$/;
/** Width of OpenCLIP ViT-H, which SD 2's cross attention reads. */
const OPEN_CLIP_WIDTH = 1024;

/** Of a pipeline's folder, by its activation. Sizes don't tell: students have others. */
export async function clipOfFolder(config: Parameters<Recognition['folder']>[0]): Promise<Clip> {
  const { hidden_act: activation } = await config(CLIP_FOLDER.folder);
  return activation === ACTIVATIONS.OpenCLIP ? 'OpenCLIP' : 'CLIP';
}

/** Of a single file, by its names, and where these leave it open by its UNet; null where it has no text encoder. */
export function clipOfFile(tensors: TensorTable): Clip | null {
  const has = (clip: Clip) => [...tensors.keys()].some((name) => name.startsWith(CLIP_PREFIXES[clip]));
  if (has('OpenCLIP')) return 'OpenCLIP';
  if (!has('CLIP')) return null;
  return isSecondUNet(tensors) ? 'OpenCLIP' : 'CLIP';
}

/** SD 2's projects into its attention with matrices, where SD 1's has 1x1 convolutions, and reads a wider prompt. */
function isSecondUNet(tensors: TensorTable): boolean {
  return [...tensors].some(
    ([name, { shape }]) =>
      (PROJECTION.test(name) && shape.length === 2) || (CONTEXT.test(name) && shape[1] === OPEN_CLIP_WIDTH),
  );
}

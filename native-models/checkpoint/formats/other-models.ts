import { CheckpointError } from '../../errors.ts';
import type { SafetensorsFile } from './safetensors.ts';

/** Files that are something else, by a name that only they have. */
const OTHER_MODELS: readonly (readonly [marker: RegExp, what: string])[] = [
  [/^conditioner\.embedders\.1\./, 'Stable Diffusion XL'],
  [/^conditioner\.embedders\.0\.model\./, 'the Stable Diffusion XL refiner'],
  [/joint_blocks\./, 'Stable Diffusion 3'],
  [/double_blocks\./, 'Flux'],
  [/lora_(unet|te|up|down)|\.lora_[AB]\./, 'a LoRA, which changes another checkpoint'],
  [/^emb_params$|string_to_param/, 'a textual inversion, which adds words to another checkpoint'],
  [/^control_model\.|^controlnet_cond_embedding\./, 'a ControlNet, which steers another checkpoint'],
  [/motion_modules\./, 'AnimateDiff, which makes videos'],
  [/^model\.diffusion_model\.label_emb\./, 'a UNet with class embeddings (SDXL, unCLIP or an upscaler)'],
  [
    /^down_blocks\.|^encoder\.down_blocks\./,
    'one network of a diffusers folder; open the folder with model_index.json',
  ],
  [/^encoder\.down\./, 'an autoencoder (VAE) alone'],
];

/** UNets whose input is more than latents, by their number of input channels. */
const OTHER_INPUTS: Readonly<Record<number, string>> = {
  5: 'a depth-to-image model',
  7: 'an upscaler',
  8: 'an InstructPix2Pix model',
  9: 'an inpainting model',
};

/**
 * Refuses what no family's single file is, though it may have all that one has.
 * @param advice which families there are.
 * @throws CheckpointError that says what it is.
 */
export function refuseOtherModels({ label, tensors }: SafetensorsFile, advice: string): void {
  const names = [...tensors.keys()];
  const other = OTHER_MODELS.find(([marker]) => names.some((name) => marker.test(name)));
  if (other !== undefined) throw new CheckpointError(label, `this is ${other[1]}`, advice);
}

/**
 * Refuses a UNet that reads more than latents.
 * @param prefix what the names of the UNet's tensors begin with.
 * @throws CheckpointError that says what it is for.
 */
export function refuseOtherInputs({ label, tensors }: SafetensorsFile, prefix: string, advice: string): void {
  const inputs = tensors.get(`${prefix}input_blocks.0.0.weight`)?.shape[1] ?? 0;
  const purpose = OTHER_INPUTS[inputs];
  if (purpose !== undefined) throw new CheckpointError(label, `this is ${purpose} (${inputs} input channels)`, advice);
}

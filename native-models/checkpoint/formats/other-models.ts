import { CheckpointError } from '../../errors.ts';
import { isTextualInversion } from './textual-inversion.ts';
import type { SafetensorsFile, TensorTable } from './safetensors.ts';

type Marked = readonly (readonly [marker: RegExp, what: string])[];

/** Models of another architecture, by a name that only they have: they are no family's, though they may have all that one has. */
const ARCHITECTURES: Marked = [
  [/^conditioner\.embedders\.1\./, 'Stable Diffusion XL'],
  [/^conditioner\.embedders\.0\.model\./, 'the Stable Diffusion XL refiner'],
  [/joint_blocks\./, 'Stable Diffusion 3'],
  [/double_blocks\./, 'Flux'],
  [/motion_modules\./, 'AnimateDiff, which makes videos'],
  [/^model\.diffusion_model\..*\.time_stack\./, 'Stable Video Diffusion, which makes videos'],
  [/^model\.diffusion_model\.label_emb\./, 'a UNet with class embeddings (SDXL, unCLIP or an upscaler)'],
  [/^model\.diffusion_model\.time_embed\.cond_proj\./, 'a UNet that is told its guidance scale (LCM)'],
];

const LORA = 'a LoRA, which changes another checkpoint; open a checkpoint that it was merged into';
const CONTROLNET = 'a ControlNet, which steers another checkpoint; open that checkpoint by itself';
const TEXTUAL_INVERSION =
  'a textual inversion, which adds words to another checkpoint; open a diffusers folder that it was saved into';
const FOLDER = 'open the folder with model_index.json';
const VAE = 'an autoencoder (VAE) alone; open the checkpoint that it belongs to';

/** What goes with a checkpoint or is a part of one. A checkpoint may have some of it, left over from training. */
const NO_CHECKPOINTS: Marked = [
  [/lora_(unet|te|up|down)|\.lora_?[AB]\.|[._]lora[._](up|down)\.|\.lora_linear_layer\.|\.lora_magnitude_vector/, LORA],
  [/\.(hada_w[12]_[ab]|lokr_w[12](_[ab])?|oft_(diag|blocks)|dora_scale)$/, LORA],
  [/^emb_params$|string_to_param/, TEXTUAL_INVERSION],
  [/^control_model\.|^controlnet_|^input_hint_block\./, CONTROLNET],
  [/^ip_adapter\.|^image_proj\./, 'an IP-Adapter, which steers another checkpoint; open that checkpoint by itself'],
  [
    /^(adapter\.)?body\.\d+\.(in_conv|resnets)\b/,
    'a T2I-Adapter, which steers another checkpoint; open that by itself',
  ],
  [/^encoder\.down_blocks\.|^decoder\.up_blocks\./, `${VAE}. In names of diffusers: one network of its folder`],
  [/^(encoder\.down|decoder\.up)\./, VAE],
  [/^down_blocks\./, `one network of a diffusers folder (a UNet); ${FOLDER}`],
  [/^input_blocks\.0\./, 'a UNet alone; open the checkpoint that it belongs to'],
  [/^(text_model|transformer\.text_model)\./, `one network of a diffusers folder (a text encoder); ${FOLDER}`],
  [/^transformer\.resblocks\./, 'a text encoder (OpenCLIP) alone; open the checkpoint that it belongs to'],
];

const UNET = /^model\.diffusion_model\./;
/** EMA's names have lost their dots. */
const AVERAGED = /^model_ema\.(diffusion_)?model/;

/** What a checkpoint has besides itself that a person may miss in the picture. */
const UNUSED: Marked = [[/^control_model\./, 'a ControlNet (control_model.…)']];

/** UNets whose input is more than latents, by their number of input channels. */
const OTHER_INPUTS: Readonly<Record<number, string>> = {
  5: 'a depth-to-image model',
  7: 'an upscaler',
  8: 'an InstructPix2Pix model',
  9: 'an inpainting model',
};

const whatHas = (tensors: TensorTable, table: Marked) =>
  table.find(([marker]) => [...tensors.keys()].some((name) => marker.test(name)))?.[1];

/**
 * Refuses what no family's single file is.
 * @param advice which families there are.
 * @throws CheckpointError that says what it is.
 */
export function refuseOtherModels({ label, tensors }: SafetensorsFile, advice: string): void {
  const what = whatHas(tensors, ARCHITECTURES) ?? whatIsNoCheckpoint(tensors);
  if (what !== undefined) throw new CheckpointError(label, `this is ${what}`, advice);
}

/** Nothing with a UNet is a part or a companion of a checkpoint: what it lacks is said elsewhere. */
function whatIsNoCheckpoint(tensors: TensorTable): string | undefined {
  const names = [...tensors.keys()];
  if (names.some((name) => UNET.test(name))) return undefined;
  if (names.some((name) => AVERAGED.test(name))) {
    return 'a checkpoint with only the averaged copy of its UNet (model_ema.…); get the version with the UNet itself';
  }
  if (names.length > 0 && names.every((name) => name.startsWith('first_stage_model.'))) return VAE;
  return whatHas(tensors, NO_CHECKPOINTS) ?? (isTextualInversion(tensors) ? TEXTUAL_INVERSION : undefined);
}

/** Sentences about what a checkpoint's file has and nothing of ours uses. */
export function unusedParts({ label, tensors }: SafetensorsFile): readonly string[] {
  const unused = whatHas(tensors, UNUSED);
  return unused === undefined ? [] : [`${label} has ${unused}, which is not used`];
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

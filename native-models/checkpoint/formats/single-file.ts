import { renameTextEncoder } from './diffusers-names.ts';
import { CheckpointError } from '../../errors.ts';
import {
  clipConfig,
  ldmUNetConfig,
  ldmUNetCounts,
  ldmVaeConfig,
  ldmVaeCounts,
  openClipLayersUsed,
} from './ldm-configs.ts';
import { below, renameLdmUNet, renameLdmVae, renameOpenClip } from './ldm-names.ts';
import type { NetworkDescription } from './network.ts';
import { type SafetensorsFile, type TensorTable, readTensorBytes } from './safetensors.ts';

/** What a single file cannot say: keys that replace those we infer, in diffusers' (transformers') words. */
export interface ConfigOverrides {
  readonly unet?: Readonly<Record<string, unknown>>;
  readonly vae?: Readonly<Record<string, unknown>>;
  readonly textEncoder?: Readonly<Record<string, unknown>>;
  /** For example `{prediction_type: 'epsilon'}` for SD 2 base models. */
  readonly scheduler?: Readonly<Record<string, unknown>>;
}

/** One .safetensors file in the original naming: what Civitai serves. */
export interface SingleFile {
  readonly unet: NetworkDescription;
  readonly textEncoder: NetworkDescription;
  readonly vae: NetworkDescription;
  readonly schedulerConfig: Readonly<Record<string, unknown>>;
  /** SD 2 pads prompts with '!', SD 1 with the end token. */
  readonly padToken: '!' | '<|endoftext|>';
}

const UNET = 'model.diffusion_model.';
const VAE = 'first_stage_model.';
const CLIP = 'cond_stage_model.transformer.';
const OPEN_CLIP = 'cond_stage_model.model.';

const PARTS: Readonly<Record<string, readonly string[]>> = {
  'a UNet': [UNET],
  'an autoencoder': [VAE],
  'a text encoder': [CLIP, OPEN_CLIP],
};

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

export async function readSingleFile(file: SafetensorsFile, overrides: ConfigOverrides = {}): Promise<SingleFile> {
  refuseOtherModels(file);
  const [unet, vae, openClip] = [UNET, VAE, OPEN_CLIP].map((prefix) => below(file.tensors, prefix)) as Three;
  const isSd2 = openClip.size > 0;
  const [unetCounts, vaeCounts] = [ldmUNetCounts(unet), ldmVaeCounts(vae)];
  const textLayers = openClipLayersUsed(openClip);
  const renameText = isSd2
    ? (stored: TensorTable) => renameOpenClip(below(stored, OPEN_CLIP), textLayers)
    : (stored: TensorTable) => renameTextEncoder(below(stored, CLIP));
  const textConfig = { ...clipConfig(renameText(file.tensors)), hidden_act: isSd2 ? 'gelu' : 'quick_gelu' };

  const scheduler = {
    ...SCHEDULER,
    _class_name: isSd2 ? 'DDIMScheduler' : 'PNDMScheduler',
    prediction_type: await predictionType(file, isSd2),
    ...overrides.scheduler,
  };
  // SD 2's v-prediction models are those of 768 pixels.
  const sampleSize = isSd2 && scheduler.prediction_type === 'v_prediction' ? 96 : 64;

  const network = (part: string, config: object, rename: NetworkDescription['rename']): NetworkDescription => ({
    config,
    configFile: `${file.label} (${part})`,
    weightsFile: file.label,
    files: [file],
    rename,
  });
  return {
    unet: network(
      'UNet',
      { ...ldmUNetConfig(unet, unetCounts, isSd2), sample_size: sampleSize, ...overrides.unet },
      (stored) => renameLdmUNet(below(stored, UNET), unetCounts),
    ),
    vae: network('VAE', { ...ldmVaeConfig(vae, vaeCounts), ...overrides.vae }, (stored) =>
      renameLdmVae(below(stored, VAE), vaeCounts),
    ),
    textEncoder: network('text encoder', { ...textConfig, ...overrides.textEncoder }, renameText),
    schedulerConfig: scheduler,
    padToken: isSd2 ? '!' : '<|endoftext|>',
  };
}

type Three = [TensorTable, TensorTable, TensorTable];

/** scheduler_config.json of SD 1.5 and of SD 2.1, but for what differs between them. */
const SCHEDULER = {
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
  clip_sample: false,
};

/** Training steps of SD 2.0 base, the one SD 2 that diffusers takes for epsilon when a file says nothing else. */
const SD2_BASE_STEPS = 875_000n;

/**
 * Weights do not show what they predict. A file may say so (ModelSpec metadata, or an empty tensor `v_pred`); for the
 * rest diffusers' rule: SD 1 epsilon, SD 2 v-prediction unless `global_step` is that of SD 2.0 base.
 */
async function predictionType({ metadata, tensors }: SafetensorsFile, isSd2: boolean) {
  const declared = metadata['modelspec.prediction_type'];
  if (declared !== undefined) return declared.startsWith('v') ? 'v_prediction' : 'epsilon';
  if (tensors.has('v_pred')) return 'v_prediction';
  if (!isSd2) return 'epsilon';
  const step = tensors.get('global_step');
  const isBase = step?.dtype === 'I64' && (await readTensorBytes(step)).readBigInt64LE() === SD2_BASE_STEPS;
  return isBase ? 'epsilon' : 'v_prediction';
}

function refuseOtherModels({ label, tensors }: SafetensorsFile): void {
  const names = [...tensors.keys()];
  const advice = 'Heirloom opens Stable Diffusion 1.x and 2.x';
  const other = OTHER_MODELS.find(([marker]) => names.some((name) => marker.test(name)));
  if (other !== undefined) throw new CheckpointError(label, `this is ${other[1]}`, advice);
  for (const [part, prefixes] of Object.entries(PARTS)) {
    if (names.some((name) => prefixes.some((prefix) => name.startsWith(prefix)))) continue;
    throw new CheckpointError(label, `expected ${part} (${prefixes.join('… or ')}…), found none`, advice);
  }
  const inputs = tensors.get(`${UNET}input_blocks.0.0.weight`)?.shape[1] ?? 0;
  const purpose = OTHER_INPUTS[inputs];
  if (purpose !== undefined) throw new CheckpointError(label, `this is ${purpose} (${inputs} input channels)`, advice);
}

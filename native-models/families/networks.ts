/** Networks that are the same in every Stable Diffusion, and where they lie. */
import { renameTextEncoder, renameVae } from '../checkpoint/formats/diffusers-names.ts';
import { ldmUNetConfig, ldmUNetCounts, ldmVaeConfig, ldmVaeCounts } from '../checkpoint/formats/ldm-configs.ts';
import { renameLdmUNet, renameLdmVae } from '../checkpoint/formats/ldm-names.ts';
import type { FolderPlace, Json, Recipe } from '../checkpoint/formats/recipe.ts';
import { UNET_KEYS } from '../unet/config-keys.ts';
import { parseUNetConfig, type UNetConfig } from '../unet/config.ts';
import { VAE_KEYS } from '../vae/config-keys.ts';
import { parseVaeConfig, type VaeConfig } from '../vae/config.ts';

export const UNET_FOLDER: FolderPlace = {
  folder: 'unet',
  className: 'UNet2DConditionModel',
  stem: 'diffusion_pytorch_model',
  rename: (stored) => stored,
};

export const CLIP_FOLDER: FolderPlace = {
  folder: 'text_encoder',
  className: 'CLIPTextModel',
  stem: 'model',
  rename: renameTextEncoder,
};

/** What a UNet's tensors do not show. */
interface Unshown {
  /** Attention heads of each block, or of all. */
  readonly heads: (channels: readonly number[]) => number | readonly number[];
  /** Latents' side that it was trained at, by what it predicts. */
  readonly sampleSize: (scheduler: Json) => number;
}

/** @param unshown what single files of this family mean. */
export function unet({ heads, sampleSize }: Unshown): Recipe<UNetConfig, 'unet'> {
  return {
    role: 'unet',
    inFolder: UNET_FOLDER,
    inFile: {
      part: 'UNet',
      missing: 'a UNet',
      prefix: 'model.diffusion_model.',
      describe(own, scheduler) {
        const counts = ldmUNetCounts(own);
        return {
          config: { ...ldmUNetConfig(own, counts, heads), sample_size: sampleSize(scheduler) },
          rename: (stored) => renameLdmUNet(stored, counts),
        };
      },
    },
    keys: UNET_KEYS,
    parse: parseUNetConfig,
  };
}

/** Encoder and decoder. */
export const vae: Recipe<VaeConfig, 'vae'> = {
  role: 'vae',
  inFolder: {
    folder: 'vae',
    className: 'AutoencoderKL',
    stem: 'diffusion_pytorch_model',
    rename: renameVae,
  },
  inFile: {
    part: 'VAE',
    missing: 'an autoencoder',
    prefix: 'first_stage_model.',
    describe(own) {
      const counts = ldmVaeCounts(own);
      return { config: ldmVaeConfig(own, counts), rename: (stored) => renameLdmVae(stored, counts) };
    },
  },
  keys: VAE_KEYS,
  parse: parseVaeConfig,
};

import type { FloatType } from '../vocabulary.ts';
import { UnsupportedConfigError } from '../errors.ts';
import { type Checkpoint, openCheckpoint, openUNet, type OpenOptions } from '../checkpoint/open.ts';
import type { WeightSource } from '../graph/weights.ts';
import { parseTextEncoderConfig, type TextEncoderConfig } from '../text-encoder/config.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import { parseUNetConfig } from '../unet/config.ts';
import { parseVaeConfig, type VaeConfig } from '../vae/config.ts';
import type { UNetNetwork } from './step.ts';

/** A UNet that others can take turns with. */
export interface LoadedUNet extends UNetNetwork {
  /** `epsilon` or `v_prediction`, as its checkpoint says; null for a UNet in a folder of its own, which does not. */
  readonly predicts: string | null;
}

/** A checkpoint with its weights at hand (converted once if need be): everything that building graphs takes. */
export interface LoadedModel {
  readonly checkpoint: Checkpoint;
  readonly unet: LoadedUNet;
  readonly textEncoder: { readonly config: TextEncoderConfig; readonly weights: WeightSource };
  readonly vae: { readonly config: VaeConfig; readonly weights: WeightSource };
  readonly tokenizer: ClipTokenizer;
}

/**
 * Opens the checkpoint at `path` and checks that its networks fit together.
 * @param type of the weights that are brought: what the device computes in.
 * @throws CheckpointError or a configuration error that names file, key or tensor, expected and found.
 */
export async function loadModel(path: string, options: OpenOptions, type: FloatType = 'float32'): Promise<LoadedModel> {
  const checkpoint = await openCheckpoint(path, options);
  const { unet, textEncoder, vae } = checkpoint;
  const unetConfig = parseUNetConfig(unet.config, unet.configFile);
  const textConfig = parseTextEncoderConfig(textEncoder.config, textEncoder.configFile);
  const vaeConfig = parseVaeConfig(vae.config, vae.configFile);
  if (unetConfig.crossAttentionDim !== textConfig.hiddenSize) {
    throw new UnsupportedConfigError(
      `${unet.configFile}: expected cross_attention_dim ${textConfig.hiddenSize}, as wide as the text encoder's ` +
        `hidden_size, found ${unetConfig.crossAttentionDim}; these parts come from different models`,
    );
  }
  if (unetConfig.inChannels !== vaeConfig.latentChannels) {
    throw new UnsupportedConfigError(
      `${unet.configFile}: expected in_channels ${vaeConfig.latentChannels}, the autoencoder's latent channels, found ` +
        `${unetConfig.inChannels}${unetConfig.inChannels === 9 ? '; this is an inpainting UNet, which is not supported' : ''}`,
    );
  }
  return {
    checkpoint,
    unet: {
      config: unetConfig,
      weights: await unet.load(type),
      predicts: predictionOf(checkpoint.schedulerConfig),
    },
    textEncoder: { config: textConfig, weights: await textEncoder.load(type) },
    vae: { config: vaeConfig, weights: await vae.load(type) },
    tokenizer: await checkpoint.tokenizer(),
  };
}

/** Opens only the UNet of the checkpoint at `path` (a pipeline, or a UNet's own folder): for multi-UNet switching. */
export async function loadUNet(path: string, options: OpenOptions, type: FloatType = 'float32'): Promise<LoadedUNet> {
  const network = await openUNet(path, options);
  return {
    config: parseUNetConfig(network.config, network.configFile),
    weights: await network.load(type),
    predicts: predictionOf(network.schedulerConfig),
  };
}

/** diffusers: a scheduler_config.json that does not say means epsilon. */
function predictionOf(schedulerConfig: unknown): string | null {
  if (typeof schedulerConfig !== 'object' || schedulerConfig === null) return null;
  return String((schedulerConfig as { prediction_type?: unknown }).prediction_type ?? 'epsilon');
}

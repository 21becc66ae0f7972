import type { FloatType, TextRole } from '../vocabulary.ts';
import { type Checkpoint, openCheckpoint, openUNet, type OpenOptions } from '../families/open.ts';
import { type Family, ofRole, type TextRecipe } from '../families/family.ts';
import { assertFeedsFit, assertLatentsFit } from '../families/fit.ts';
import type { WeightSource } from '../graph/weights.ts';
import type { TextEncoderConfig } from '../text-encoder/config.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import { parseUNetConfig } from '../unet/config.ts';
import type { VaeConfig } from '../vae/config.ts';
import type { UNetNetwork } from './step.ts';

/** A UNet that others can take turns with. */
export interface LoadedUNet extends UNetNetwork {
  /** `epsilon` or `v_prediction`, as its checkpoint says; null for a UNet in a folder of its own, which does not. */
  readonly predicts: string | null;
}

export interface LoadedTextEncoder {
  readonly config: TextEncoderConfig;
  readonly weights: WeightSource;
  readonly tokenizer: ClipTokenizer;
  readonly build: TextRecipe['build'];
}

/** A checkpoint with its weights at hand (converted once if need be): everything that building graphs takes. */
export interface LoadedModel {
  readonly checkpoint: Checkpoint;
  readonly family: Family;
  readonly unet: LoadedUNet;
  readonly textEncoders: ReadonlyMap<TextRole, LoadedTextEncoder>;
  /** Of the text embedding of one chunk of a prompt: 77 with one CLIP. */
  readonly tokens: number;
  readonly vae: { readonly config: VaeConfig; readonly weights: WeightSource };
}

/**
 * Opens the checkpoint at `path` and checks that its networks fit together.
 * @param type of the weights that are brought: what the device computes in.
 * @throws CheckpointError or a configuration error that names file, key or tensor, expected and found.
 */
export async function loadModel(path: string, options: OpenOptions, type: FloatType = 'float32'): Promise<LoadedModel> {
  const checkpoint = await openCheckpoint(path, options);
  const { family, unet, vae } = checkpoint;
  const unetConfig = family.unet.parse(unet.config, unet.configFile);
  const encoders = family.textEncoders.map(({ role, parse, build }) => {
    const network = ofRole(checkpoint.textEncoders, role);
    return { role, network, build, config: parse(network.config, network.configFile) };
  });
  const vaeConfig = family.vae.parse(vae.config, vae.configFile);
  const configs = new Map(encoders.map(({ role, config }) => [role, config]));
  const shapes = family.feeds((role) => ofRole(configs, role));
  const named = { config: unetConfig, configFile: unet.configFile };
  assertFeedsFit(named, shapes);
  assertLatentsFit(named, vaeConfig);

  const loadedUNet = {
    config: unetConfig,
    weights: await unet.load(type),
    predicts: predictionOf(checkpoint.schedulerConfig),
  };
  const textEncoders = new Map<TextRole, LoadedTextEncoder>();
  for (const { role, network, build, config } of encoders) {
    const weights = await network.load(type);
    textEncoders.set(role, { config, build, weights, tokenizer: await network.tokenizer() });
  }
  const loadedVae = { config: vaeConfig, weights: await vae.load(type) };
  return { checkpoint, family, unet: loadedUNet, textEncoders, tokens: shapes.tokens, vae: loadedVae };
}

/**
 * Opens only the UNet of the checkpoint at `path` (a pipeline, or a UNet's own folder): for multi-UNet switching.
 * @param parse of the family that it is to work in: a UNet alone does not say which it is of.
 */
export async function loadUNet(
  path: string,
  options: OpenOptions,
  type: FloatType = 'float32',
  parse: Family['unet']['parse'] = parseUNetConfig,
): Promise<LoadedUNet> {
  const network = await openUNet(path, options);
  return {
    config: parse(network.config, network.configFile),
    weights: await network.load(type),
    predicts: predictionOf(network.schedulerConfig),
  };
}

/** diffusers: a scheduler_config.json that does not say means epsilon. */
function predictionOf(schedulerConfig: unknown): string | null {
  if (typeof schedulerConfig !== 'object' || schedulerConfig === null) return null;
  const said = 'prediction_type' in schedulerConfig ? schedulerConfig.prediction_type : null;
  return String(said ?? 'epsilon');
}

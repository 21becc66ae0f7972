import type { FloatType, TextRole } from '../vocabulary.ts';
import { type Checkpoint, openCheckpoint, openUNet, type OpenOptions } from '../families/open.ts';
import { type Family, ofRole, type TextRecipe } from '../families/family.ts';
import { assertUNetFilled, checkModel } from '../families/check-model.ts';
import type { WeightSource } from '../graph/weights.ts';
import { schedulerWarnings } from '../solvers/scheduler-keys.ts';
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
  /** What its configurations say that is left out of account: to be told with every run. */
  readonly warnings: readonly string[];
}

/**
 * Opens the checkpoint at `path` and checks that its networks fit together.
 * @param type of the weights that are brought: what the device computes in.
 * @throws CheckpointError or a configuration error that names file, key or tensor, expected and found.
 */
export async function loadModel(path: string, options: OpenOptions, type: FloatType = 'float32'): Promise<LoadedModel> {
  const checkpoint = await openCheckpoint(path, options);
  const { family, unet, vae } = checkpoint;
  const checked = await checkModel(checkpoint);
  const loadedUNet = {
    config: checked.unet,
    weights: await unet.load(type),
    predicts: predictionOf(checkpoint.schedulerConfig),
  };
  const textEncoders = new Map<TextRole, LoadedTextEncoder>();
  for (const { role, build } of family.textEncoders) {
    const weights = await ofRole(checkpoint.textEncoders, role).load(type);
    textEncoders.set(role, { ...ofRole(checked.textEncoders, role), build, weights });
  }
  const loadedVae = { config: checked.vae, weights: await vae.load(type) };
  return {
    checkpoint,
    family,
    unet: loadedUNet,
    textEncoders,
    tokens: checked.feeds.tokens,
    vae: loadedVae,
    warnings: [...checked.warnings, ...schedulerWarnings(checkpoint.schedulerConfig, checkpoint.schedulerFile)],
  };
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
  const config = parse(network.config, network.configFile);
  assertUNetFilled(config, network);
  return {
    config,
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

/** A model without running it: its UNet's configuration, sizes and types. Weights are not read, only their headers. */
import type { SamplerId } from '../../native-models/vocabulary.ts';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { assertUNetFilled, checkModel } from '../../native-models/families/check-model.ts';
import { openCheckpoint, openUNet } from '../../native-models/families/open.ts';
import { keyWarnings } from '../../native-models/key-table.ts';
import { samplerFor } from '../../native-models/solvers/create-sampler.ts';
import { schedulerWarnings } from '../../native-models/solvers/scheduler-keys.ts';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import { BUILT_IN_MODELS, builtInConfig, isBuiltInModel } from '../../native-models/unet/built-in.ts';
import { UNET_KEYS } from '../../native-models/unet/config-keys.ts';
import type { UNetConfig } from '../../native-models/unet/config.ts';
import { architectureOf, parseUNetConfig } from '../../native-models/unet/config.ts';
import { oneHalf, unetCost } from '../../native-models/unet/cost.ts';
import { scaleFactorOf } from '../../native-models/vae/config.ts';
import { nearest } from '../base/nearest.ts';
import { requireModel } from './opened-model.ts';
import { usageProblem } from '../base/problem.ts';

/** Of every Stable Diffusion 1.x and 2.x; a UNet alone does not say. */
const SD_SCALE_FACTOR = 8;

/** What the headers and configurations of a model say. */
export interface ModelDescription {
  readonly name: string;
  /** null: a built-in configuration, which has no weights. */
  readonly path: string | null;
  readonly format: 'built-in' | 'diffusers' | 'single-file' | 'unet';
  /** What Stable Diffusion it is, and what it is good for; null where a UNet alone does not say. */
  readonly family: { readonly name: string; readonly goodFor: string } | null;
  readonly config: UNetConfig;
  readonly architecture: Architecture;
  /** Of all text encoders together, where there are several. */
  readonly parameters: { readonly unet: number; readonly textEncoder: number | null; readonly vae: number | null };
  readonly dtype: { readonly unet: string | null; readonly textEncoder: string | null; readonly vae: string | null };
  /** Pixels per latent: sizes are multiples of it. */
  readonly scaleFactor: number;
  /** The one of ours that the checkpoint asks for; null where it asks for none of them. */
  readonly scheduler: SamplerId | null;
  /** What scheduler_config.json names, whether we have it or not. */
  readonly schedulerClass: string | null;
  readonly predicts: string | null;
  /** What its configurations say that is left out of account, a sentence each. */
  readonly warnings: readonly string[];
  /** What a person should know of it, a sentence each: parts of its file that are not used. */
  readonly notes: readonly string[];
}

/**
 * Opens no weights, and takes milliseconds.
 * @param model the name of a built-in configuration, a diffusers folder, the folder of a UNet alone, or a .safetensors
 *   file.
 * @throws Problem where there is none; CheckpointError, UnsupportedConfigError.
 */
export async function describeModel(model: string, dataFolder: string): Promise<ModelDescription> {
  if (isBuiltInModel(model)) return describeBuiltIn(model, builtInConfig(model));
  requireKnown(model);
  if (existsSync(join(model, 'config.json'))) return await describeUNet(model, dataFolder);
  const checkpoint = await openCheckpoint(model, { dataFolder });
  const { name, path, format, family, unet, vae, schedulerConfig } = checkpoint;
  const texts = [...checkpoint.textEncoders.values()];
  const checked = await checkModel(checkpoint);
  const config = checked.unet;
  return {
    name,
    path,
    format,
    family: { name: `Stable Diffusion ${family.version}`, goodFor: family.goodFor },
    config,
    architecture: architectureOf(config),
    parameters: {
      unet: unet.parameters,
      textEncoder: texts.reduce((sum, { parameters }) => sum + parameters, 0),
      vae: vae.parameters,
    },
    dtype: { unet: unet.dtype, textEncoder: texts.map(({ dtype }) => dtype).join(', '), vae: vae.dtype },
    scaleFactor: scaleFactorOf(checked.vae),
    scheduler: samplerFor(schedulerConfig),
    schedulerClass: textOf(schedulerConfig, '_class_name'),
    predicts: textOf(schedulerConfig, 'prediction_type') ?? 'epsilon',
    warnings: [...checked.warnings, ...schedulerWarnings(schedulerConfig, checkpoint.schedulerFile)],
    notes: checkpoint.notes,
  };
}

function textOf(config: unknown, key: string): string | null {
  const value = (config as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : null;
}

/** A UNet in a folder of its own, such as a student. */
async function describeUNet(path: string, dataFolder: string): Promise<ModelDescription> {
  const unet = await openUNet(path, { dataFolder });
  const config = parseUNetConfig(unet.config, unet.configFile);
  assertUNetFilled(config, unet);
  const described = describeBuiltIn(basename(resolve(path)), config);
  const parameters = { ...described.parameters, unet: unet.parameters };
  return {
    ...described,
    path: resolve(path),
    format: 'unet',
    warnings: keyWarnings(Object(unet.config), UNET_KEYS, unet.configFile),
    parameters,
    dtype: { ...described.dtype, unet: unet.dtype },
  };
}

function describeBuiltIn(name: string, config: UNetConfig): ModelDescription {
  const { parameters } = unetCost(config, oneHalf(config.sampleSize, config.sampleSize));
  return {
    name,
    path: null,
    format: 'built-in',
    family: null,
    config,
    architecture: architectureOf(config),
    parameters: { unet: parameters, textEncoder: null, vae: null },
    dtype: { unet: null, textEncoder: null, vae: null },
    scaleFactor: SD_SCALE_FACTOR,
    scheduler: null,
    schedulerClass: null,
    predicts: null,
    warnings: [],
    notes: [],
  };
}

/** A short word is more likely a built-in's name gone wrong than a path. */
function requireKnown(model: string): void {
  if (existsSync(model) || model.includes('/') || model.includes('\\')) return requireModel(model);
  const guess = nearest(model, BUILT_IN_MODELS);
  throw usageProblem(
    `--model ${model}: no such folder or file, and no built-in configuration`,
    `${guess ? `Did you mean ${guess}? ` : ''}Built in are ${BUILT_IN_MODELS.join(', ')}.`,
  );
}

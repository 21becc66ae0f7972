import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CheckpointError } from '../errors.ts';
import { FAMILIES, type Families, namesOf } from './families.ts';
import type { Family } from './family.ts';
import { UNET_FOLDER } from './networks.ts';
import type { TextRole } from '../vocabulary.ts';
import { floatCopy } from '../checkpoint/copies/float-copy.ts';
import type { CacheOptions } from '../checkpoint/copies/weights-cache.ts';
import { readNetworkFolder } from '../checkpoint/formats/diffusers-folder.ts';
import { PICKLE_ADVICE, PICKLE_PROBLEM, isPickle } from '../checkpoint/formats/foreign-formats.ts';
import {
  type CheckpointNetwork,
  checkpointNetwork,
  type FloatCopy,
  type NetworkDescription,
} from '../checkpoint/formats/network.ts';
import { type SafetensorsFile, readSafetensors } from '../checkpoint/formats/safetensors.ts';
import type { Parts, TextPart } from './parts.ts';
import { readPipelineFolder } from './read-pipeline-folder.ts';
import { readSingleFile, type SingleFileOptions } from './read-single-file.ts';

export interface CheckpointTextEncoder extends CheckpointNetwork, Pick<TextPart, 'tokenizer'> {}

export interface Checkpoint {
  readonly path: string;
  readonly name: string;
  readonly format: 'diffusers' | 'single-file';
  readonly family: Family;
  readonly unet: CheckpointNetwork;
  /** In the order of the family's row. */
  readonly textEncoders: ReadonlyMap<TextRole, CheckpointTextEncoder>;
  /** Encoder and decoder. */
  readonly vae: CheckpointNetwork;
  /** In the keys of scheduler_config.json. */
  readonly schedulerConfig: unknown;
  /** What messages call it: `scheduler/scheduler_config.json`. */
  readonly schedulerFile: string;
  /** Of keys that are left out of account, and of what else may change its pictures: to be told with every run. */
  readonly warnings: readonly string[];
  /** What a person should know of it, a sentence each: parts that are not used. */
  readonly notes: readonly string[];
}

/**
 * `onProgress` and `signal` are for the conversions that loading a network's weights may need; a single file, which has no
 * config.json, may need options of its own.
 */
export interface OpenOptions extends CacheOptions, SingleFileOptions {
  /** The families that are recognised: all that we run unless given. */
  readonly families?: Families;
}

/**
 * Opens what people have: a diffusers folder, or one .safetensors file in the original naming.
 * Reads headers and configurations; weights are converted, where they must be, by {@link CheckpointNetwork.load}.
 * @throws CheckpointError that says what it is instead, or what is wrong with it.
 */
export async function openCheckpoint(path: string, options: OpenOptions): Promise<Checkpoint> {
  const absolute = resolve(path);
  const network = networks(options);
  const { families = FAMILIES } = options;
  const isPipeline = await isFolder(absolute);
  const { family, unet, vae, textEncoders, schedulerConfig, schedulerFile, warnings, notes } = isPipeline
    ? await readPipelineFolder(absolute, families)
    : await readFile(absolute, families, options);
  return {
    path: absolute,
    name: nameOf(absolute),
    format: isPipeline ? 'diffusers' : 'single-file',
    family,
    unet: network(unet),
    textEncoders: new Map(
      [...textEncoders].map(([role, text]) => [role, { ...network(text.network), tokenizer: text.tokenizer }]),
    ),
    vae: network(vae),
    schedulerConfig,
    schedulerFile,
    warnings,
    notes,
  };
}

async function readFile(path: string, families: Families, options: SingleFileOptions): Promise<Parts> {
  const label = basename(path);
  if (isPickle(path)) throw new CheckpointError(label, PICKLE_PROBLEM, PICKLE_ADVICE);
  return await readSingleFile(await readSafetensors(path, label), families, options);
}

/** A UNet by itself, and what its checkpoint says of sampling it: nothing where it has a folder of its own. */
export interface OpenedUNet extends CheckpointNetwork {
  readonly schedulerConfig: unknown;
}

/** Only the UNet of a checkpoint, or a UNet in a folder of its own (config.json and weights), such as a student. */
export async function openUNet(path: string, options: OpenOptions): Promise<OpenedUNet> {
  const folder = resolve(path);
  const isAlone = (await isFolder(folder)) && existsSync(join(folder, 'config.json'));
  if (!isAlone) {
    const { unet, schedulerConfig } = await openCheckpoint(path, options);
    return { ...unet, schedulerConfig };
  }
  const advice = `Heirloom runs ${namesOf(options.families ?? FAMILIES)}`;
  const unet = await readNetworkFolder(folder, UNET_FOLDER, basename(folder), advice);
  return { ...networks(options)(unet), schedulerConfig: null };
}

/** Networks that share the conversion of a file that they share. */
function networks(options: CacheOptions): (description: NetworkDescription) => CheckpointNetwork {
  const copies = new Map<string, Promise<SafetensorsFile>>();
  const copy: FloatCopy = (file, type) => {
    const key = `${type} ${file.path}`;
    const running = copies.get(key) ?? floatCopy(file, type, options);
    copies.set(key, running);
    running.catch(() => copies.delete(key)); // so that it can be tried again
    return running;
  };
  return (description) => checkpointNetwork(description, copy);
}

/** The file or folder's name; for a snapshot in the Hugging Face cache, the repository's. */
function nameOf(path: string): string {
  const [repository = '', snapshots] = path.split(/[/\\]/).slice(-3);
  const [kind, owner, ...name] = repository.split('--');
  const isSnapshot = kind === 'models' && snapshots === 'snapshots' && name.length > 0;
  return isSnapshot ? `${owner}/${name.join('--')}` : basename(path).replace(/\.safetensors$/i, '');
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new CheckpointError(path, 'there is no such file or folder', undefined, { cause });
  }
}

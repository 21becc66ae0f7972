import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseTextEncoderConfig } from '../text-encoder/config.ts';
import { builtInTokenizer, readTokenizer } from '../text-encoder/tokenizer-files.ts';
import type { ClipTokenizer } from '../text-encoder/tokenizer.ts';
import { readDiffusersFolder, readNetworkFolder } from './formats/diffusers-folder.ts';
import { CheckpointError } from '../errors.ts';
import { floatCopy } from './copies/float-copy.ts';
import { PICKLE_ADVICE, PICKLE_PROBLEM, isPickle } from './formats/foreign-formats.ts';
import {
  type CheckpointNetwork,
  checkpointNetwork,
  type FloatCopy,
  type NetworkDescription,
} from './formats/network.ts';
import { type SafetensorsFile, readSafetensors } from './formats/safetensors.ts';
import { type ConfigOverrides, readSingleFile } from './formats/single-file.ts';
import type { CacheOptions } from './copies/weights-cache.ts';

export interface Checkpoint {
  readonly path: string;
  readonly name: string;
  readonly format: 'diffusers' | 'single-file';
  readonly unet: CheckpointNetwork;
  readonly textEncoder: CheckpointNetwork;
  /** Encoder and decoder. */
  readonly vae: CheckpointNetwork;
  /** In the keys of scheduler_config.json. */
  readonly schedulerConfig: unknown;
  tokenizer(): Promise<ClipTokenizer>;
}

/** `onProgress` and `signal` are for the conversions that loading a network's weights may need. */
export interface OpenOptions extends CacheOptions {
  /** Only for a single file, which has no config.json. */
  readonly overrides?: ConfigOverrides | undefined;
  /** For a single file with another vocabulary than CLIP's: a folder with vocab.json and merges.txt. */
  readonly tokenizerFolder?: string | undefined;
}

/**
 * Opens what people have: a diffusers folder, or one .safetensors file in the original naming.
 * Reads headers and configurations; weights are converted, where they must be, by {@link CheckpointNetwork.load}.
 */
export async function openCheckpoint(path: string, options: OpenOptions): Promise<Checkpoint> {
  const absolute = resolve(path);
  const network = networks(options);
  const common = { path: absolute, name: nameOf(absolute) };
  if (await isFolder(absolute)) {
    const { unet, textEncoder, vae, schedulerConfig, tokenizerFolder } = await readDiffusersFolder(absolute);
    return {
      ...common,
      format: 'diffusers',
      unet: network(unet),
      textEncoder: network(textEncoder),
      vae: network(vae),
      schedulerConfig,
      tokenizer: () => fitting(readTokenizer(tokenizerFolder, 'tokenizer'), textEncoder),
    };
  }
  if (isPickle(absolute)) throw new CheckpointError(basename(absolute), PICKLE_PROBLEM, PICKLE_ADVICE);
  const file = await readSafetensors(absolute, basename(absolute));
  const { unet, textEncoder, vae, schedulerConfig, padToken } = await readSingleFile(file, options.overrides);
  const { tokenizerFolder } = options;
  return {
    ...common,
    format: 'single-file',
    unet: network(unet),
    textEncoder: network(textEncoder),
    vae: network(vae),
    schedulerConfig,
    tokenizer: () =>
      fitting(
        tokenizerFolder === undefined ? builtInTokenizer(padToken) : readTokenizer(tokenizerFolder, tokenizerFolder),
        textEncoder,
      ),
  };
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
  return { ...networks(options)(await readNetworkFolder(folder, 'unet', basename(folder))), schedulerConfig: null };
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
  const [, owner, name] = /models--([^/\\]+?)--([^/\\]+)[/\\]snapshots[/\\][^/\\]+$/.exec(path) ?? [];
  return name === undefined ? basename(path).replace(/\.safetensors$/i, '') : `${owner}/${name}`;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new CheckpointError(path, 'there is no such file or folder', undefined, { cause });
  }
}

/** A token id beyond the text encoder's table would read other tensors' bytes. */
async function fitting(tokenizer: Promise<ClipTokenizer>, textEncoder: NetworkDescription): Promise<ClipTokenizer> {
  const { vocabularySize } = await tokenizer;
  const known = parseTextEncoderConfig(textEncoder.config, textEncoder.configFile).vocabularySize;
  if (vocabularySize > known) {
    throw new CheckpointError(
      textEncoder.configFile,
      `expected a vocabulary of ${known} tokens, found ${vocabularySize}`,
      'Give the tokenizer that belongs to this text encoder',
    );
  }
  return tokenizer;
}

import type { FloatType } from '../vocabulary.ts';
import { realpath } from 'node:fs/promises';
import { UnsupportedConfigError } from '../errors.ts';
import type { OpenOptions } from '../families/open.ts';
import type { Family } from '../families/family.ts';
import type { Strategy } from '../strategy/strategy.ts';
import { unetsOf } from '../strategy/switching.ts';
import { int8UNet } from './int8-unet.ts';
import { type LoadedModel, type LoadedUNet, loadUNet } from './loaded-model.ts';

/** The UNets that runs of one model take turns with, loaded when a strategy first names them. */
export class RunUNets {
  readonly #ownPath: string;
  readonly #own: LoadedUNet;
  readonly #family: Family;
  readonly #options: OpenOptions;
  readonly #type: FloatType;
  readonly #others = new Map<string, Promise<LoadedUNet>>();
  readonly #int8 = new Map<LoadedUNet, Promise<LoadedUNet>>();

  /** @param type of the weights that are brought: what the device computes in. */
  constructor(
    ownPath: string,
    { unet, family }: Pick<LoadedModel, 'unet' | 'family'>,
    options: OpenOptions,
    type: FloatType = 'float32',
  ) {
    this.#ownPath = ownPath;
    this.#own = unet;
    this.#family = family;
    this.#options = options;
    this.#type = type;
  }

  /** One per UNet of the plan, in the plan's order: the run's own alone where nothing switches. All in the strategy's precision. */
  async of(strategy: Strategy | null): Promise<readonly LoadedUNet[]> {
    const unets = await this.#inTurns(strategy?.switching ?? []);
    if (strategy?.precision !== 'int8') return unets;
    const int8: LoadedUNet[] = [];
    for (const unet of unets) int8.push(await this.#inInt8(unet)); // one copy at a time: each reads a whole checkpoint
    return int8;
  }

  async #inTurns(switching: Strategy['switching']): Promise<readonly LoadedUNet[]> {
    if (switching.length === 0) return [this.#own];
    return await Promise.all(unetsOf(switching).map(async (path) => this.#unet(await placeOf(path))));
  }

  #inInt8(unet: LoadedUNet): Promise<LoadedUNet> {
    return once(this.#int8, unet, () => int8UNet(unet, this.#options));
  }

  async #unet(path: string): Promise<LoadedUNet> {
    if (path === this.#ownPath) return this.#own;
    return await once(this.#others, path, async () => {
      const unet = await loadUNet(path, this.#options, this.#type, this.#family.unet.parse);
      assertExchangeable(path, unet, this.#own);
      return unet;
    });
  }
}

/** Loads what `loaded` does not have under `key`; what fails is forgotten, so that a mended checkpoint is read anew. */
async function once<K>(
  loaded: Map<K, Promise<LoadedUNet>>,
  key: K,
  load: () => Promise<LoadedUNet>,
): Promise<LoadedUNet> {
  const loading = loaded.get(key) ?? load();
  loaded.set(key, loading);
  try {
    return await loading;
  } catch (error) {
    loaded.delete(key);
    throw error;
  }
}

/** The same checkpoint by its one name; what is not there is told by who opens it. */
async function placeOf(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}

function assertExchangeable(path: string, other: LoadedUNet, own: LoadedUNet): void {
  const differing = (['inChannels', 'outChannels', 'crossAttentionDim'] as const).find(
    (key) => other.config[key] !== own.config[key],
  );
  if (differing) {
    throw new UnsupportedConfigError(
      `${path}: ${differing} is ${other.config[differing]}, the run's own UNet has ${own.config[differing]}; ` +
        'UNets can take turns only on the same latents and text embeddings',
    );
  }
  if (other.predicts !== null && own.predicts !== null && other.predicts !== own.predicts) {
    throw new UnsupportedConfigError(
      `${path}: it predicts ${other.predicts}, the run's own UNet ${own.predicts}; ` +
        'one scheduler cannot read both: take turns with a UNet that predicts the same',
    );
  }
}

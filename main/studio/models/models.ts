import type { UnitId } from '../../../native-models/strategy/architecture.ts';
import type { Semantics } from '../../../native-models/vocabulary.ts';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, sep } from 'node:path';
import { type CachedWeights, removeCopy } from '../../../native-models/checkpoint/copies/weights-cache.ts';
import { inheritCost, oneHalf, unetCost } from '../../../native-models/unet/cost.ts';
import { inheritanceOf } from '../../../native-models/unet/inheritance.ts';
import type { ConvertedWeights, Model } from '../../../preload/contract/model.ts';
import type { DataFolder } from '../../history/files/data-folder.ts';
import type { AddedModels } from '../../history/models.ts';
import { describeModel, type ModelDescription } from '../../models/describe-model.ts';
import { explain } from '../../base/explain.ts';
import { EMBEDDED_MODEL } from '../../base/places.ts';
import { failure, usageProblem } from '../../base/problem.ts';
import { belongsTo, convertedWeights } from './converted-weights.ts';
import { bytesOf, licenceOf } from './model-files.ts';
import { deleteModel, isBelow, modelsIn } from './models-folder.ts';
import { recommendationOf } from '../../models/recommendation.ts';

export const EMBEDDED_ID = 'embedded';

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Pixels per latent, where another model says so. */
  readonly scaleFactor?: number | undefined;
  /** Of the longer prompt. */
  readonly chunks?: number | undefined;
}

/** The models the studio knows: the one that comes with it, those a person added by path, and those in the data folder. */
export class StudioModels {
  readonly #added: AddedModels;
  readonly #dataFolder: string;
  readonly #modelsFolder: string;
  readonly #descriptions = new Map<string, Promise<ModelDescription>>();

  constructor(added: AddedModels, { path, models }: Pick<DataFolder, 'path' | 'models'>) {
    this.#added = added;
    this.#dataFolder = path;
    this.#modelsFolder = models;
  }

  async list(): Promise<Model[]> {
    return await Promise.all(this.#paths().map((path) => this.#model(path)));
  }

  /** Opens it first: what cannot be opened is not added. */
  async add(path: string): Promise<Model> {
    const real = await realpath(path).catch((cause: unknown) => {
      throw usageProblem(
        `${path}: there is no such file or folder`,
        'Give the path of a diffusers folder or of a .safetensors file, as the machine that runs Heirloom sees it.',
        cause,
      );
    });
    await describeModel(real, this.#dataFolder);
    this.#added.add(real);
    return await this.#model(real);
  }

  /** Off the list; the files stay. */
  remove(id: string): void {
    if (id === EMBEDDED_ID) throw usageProblem('The model that comes with Heirloom stays');
    const path = this.pathOf(id);
    if (isBelow(this.#modelsFolder, path)) {
      throw usageProblem(`${basename(path)} is kept in the data folder`, 'It is in the list until it is deleted.');
    }
    if (!this.#added.list().includes(path)) {
      throw usageProblem(
        `${path} is a link to a model elsewhere`,
        'Take the link away there: Heirloom does not touch it.',
      );
    }
    this.#added.remove(path);
  }

  /** With its files, which only what lies in the data folder can be; and with what was converted from them. */
  async delete(id: string): Promise<void> {
    const path = this.pathOf(id);
    if (id === EMBEDDED_ID || !isBelow(this.#modelsFolder, path)) {
      throw usageProblem(
        `${basename(path)} was not downloaded: its files are yours`,
        'Remove it from the list instead.',
      );
    }
    const copies = (await this.converted()).filter(({ source }) => belongsTo(source, path));
    await deleteModel(this.#modelsFolder, path);
    this.#added.remove(path);
    this.#descriptions.delete(path);
    for (const copy of copies) await removeCopy(this.#dataFolder, copy);
  }

  /** Copies of weights in another precision, the largest first, with the name of the model that each is of. */
  async converted(): Promise<ConvertedWeights[]> {
    return await convertedWeights(this.#dataFolder, this.#paths());
  }

  async removeConverted(copy: Pick<CachedWeights, 'kind' | 'sha256'>): Promise<void> {
    await removeCopy(this.#dataFolder, copy);
  }

  /** @throws when no model of that id is known (any more). */
  pathOf(id: string): string {
    const path = this.#paths().find((each) => this.#idOf(each) === id);
    if (path === undefined) throw failure(`Model ${id} is not in the list`, 'Add it again on the Models page.');
    return path;
  }

  async cost(id: string, pixels: Pixels) {
    const { config, scaleFactor } = await this.#describe(this.pathOf(id));
    const { macs, parameters, units, always } = unetCost(config, half(pixels, pixels.scaleFactor ?? scaleFactor));
    return { macs, parameters, units: [...units], always };
  }

  async inheritCost(id: string, pixels: Pixels, inherit: readonly UnitId[], semantics: Semantics) {
    const { config, scaleFactor } = await this.#describe(this.pathOf(id));
    const inheritance = inheritanceOf(config, inherit, semantics);
    return inheritCost(config, half(pixels, pixels.scaleFactor ?? scaleFactor), inheritance);
  }

  /** Of a path that may not be in the list any more, as a process that keeps models warm tells it. */
  nameOf(path: string): string {
    return path === EMBEDDED_MODEL ? 'heirloom-emoji' : basename(path).replace(/\.safetensors$/i, '');
  }

  #paths(): readonly string[] {
    return [...new Set([EMBEDDED_MODEL, ...this.#added.list(), ...modelsIn(this.#modelsFolder)])];
  }

  /** By path, so that a model which is added again has its runs again; in the data folder, wherever that is. */
  #idOf(path: string): string {
    if (path === EMBEDDED_MODEL) return EMBEDDED_ID;
    const way = relative(this.#modelsFolder, path).split(sep);
    const name = way[0] === '..' || isAbsolute(way.join(sep)) ? path : ['models', ...way].join('/');
    return createHash('sha256').update(name).digest('hex').slice(0, 16);
  }

  #describe(path: string): Promise<ModelDescription> {
    const known = this.#descriptions.get(path) ?? describeModel(path, this.#dataFolder);
    this.#descriptions.set(path, known);
    known.catch(() => this.#descriptions.delete(path)); // so that a mended model is seen
    return known;
  }

  async #model(path: string): Promise<Model> {
    const missing = !existsSync(path);
    const common = {
      id: this.#idOf(path),
      path,
      embedded: path === EMBEDDED_MODEL,
      downloaded: isBelow(this.#modelsFolder, path),
      missing,
    };
    if (missing) this.#descriptions.delete(path);
    try {
      if (missing) throw failure(`${path} is not there any more`);
      const described = await this.#describe(path);
      const { name, format, family, config, architecture, parameters, dtype, scaleFactor, scheduler, predicts, notes } =
        described;
      const { inChannels, outChannels, crossAttentionDim } = config;
      const advice = await recommendationOf(path);
      const side = config.sampleSize * scaleFactor;
      return {
        ...common,
        name,
        format: format === 'built-in' ? null : format,
        family,
        bytes: await bytesOf(path),
        dtype: dtype.unet ?? 'unknown',
        parameters: parameters.unet + (parameters.textEncoder ?? 0) + (parameters.vae ?? 0),
        architecture: { blocks: architecture.blocks.map((block) => ({ ...block })) },
        unet: { inChannels, outChannels, crossAttentionDim, predicts },
        defaultSize: { width: side, height: side },
        scaleFactor,
        scheduler: advice.scheduler ?? scheduler,
        licence: await licenceOf(path),
        recommended: {
          steps: advice.steps ?? null,
          guidanceScale: advice.guidanceScale ?? null,
          negativePrompt: advice.negativePrompt ?? null,
          prompts: advice.prompts,
        },
        notes: [...notes],
        problem: null,
      };
    } catch (error) {
      return { ...common, ...UNKNOWN, name: basename(path), problem: explain(error).message };
    }
  }
}

const UNKNOWN: Omit<Model, 'id' | 'path' | 'embedded' | 'downloaded' | 'missing' | 'name' | 'problem'> = {
  format: null,
  family: null,
  bytes: 0,
  dtype: 'unknown',
  parameters: 0,
  architecture: null,
  unet: null,
  defaultSize: null,
  scaleFactor: null,
  scheduler: null,
  licence: null,
  recommended: { steps: null, guidanceScale: null, negativePrompt: null, prompts: [] },
  notes: [],
};

function half({ width, height, chunks }: Pixels, scaleFactor: number) {
  const latents = (pixels: number) => Math.max(1, Math.round(pixels / scaleFactor));
  return oneHalf(latents(height), latents(width), chunks);
}

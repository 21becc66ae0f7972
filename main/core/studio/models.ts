import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Semantics } from '../../../native-models/strategy/strategy.ts';
import type { UnitId } from '../../../native-models/strategy/architecture.ts';
import { inheritCost, oneHalf, unetCost } from '../../../native-models/unet/cost.ts';
import { inheritanceOf } from '../../../native-models/unet/inheritance.ts';
import type { Model } from '../../../preload/contract/model.ts';
import type { AddedModels } from '../../history/models.ts';
import { describeModel, type ModelDescription } from '../describe-model.ts';
import { explain } from '../explain.ts';
import { EMBEDDED_MODEL } from '../places.ts';
import { failure, usageProblem } from '../problem.ts';
import { recommendationOf } from '../recommendation.ts';

export const EMBEDDED_ID = 'embedded';

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Pixels per latent, where another model says so. */
  readonly scaleFactor?: number | undefined;
}

/** The models the studio knows: the one that comes with it, and those a person added by path. */
export class StudioModels {
  readonly #added: AddedModels;
  readonly #dataFolder: string;
  readonly #descriptions = new Map<string, Promise<ModelDescription>>();

  constructor(added: AddedModels, dataFolder: string) {
    this.#added = added;
    this.#dataFolder = dataFolder;
  }

  async list(): Promise<Model[]> {
    return await Promise.all([EMBEDDED_MODEL, ...this.#added.list()].map((path) => this.#model(path)));
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

  remove(id: string): void {
    if (id === EMBEDDED_ID) throw usageProblem('The model that comes with Heirloom stays');
    this.#added.remove(this.pathOf(id));
  }

  /** @throws when no model of that id is known (any more). */
  pathOf(id: string): string {
    const path = [EMBEDDED_MODEL, ...this.#added.list()].find((each) => idOf(each) === id);
    if (path === undefined) throw failure(`Model ${id} is not in the list`, 'Add it again on the Models page.');
    return path;
  }

  async cost(id: string, pixels: Pixels) {
    const { config, scaleFactor } = await this.#describe(this.pathOf(id));
    const { macs, parameters, units, always } = unetCost(config, half(pixels, pixels.scaleFactor ?? scaleFactor));
    return { macs, parameters, units: [...units], always };
  }

  async inheritCost(id: string, pixels: Pixels, inherit: readonly string[], semantics: Semantics) {
    const { config, scaleFactor } = await this.#describe(this.pathOf(id));
    const inheritance = inheritanceOf(config, inherit as readonly UnitId[], semantics);
    return inheritCost(config, half(pixels, pixels.scaleFactor ?? scaleFactor), inheritance);
  }

  #describe(path: string): Promise<ModelDescription> {
    const known = this.#descriptions.get(path) ?? describeModel(path, this.#dataFolder);
    this.#descriptions.set(path, known);
    known.catch(() => this.#descriptions.delete(path)); // so that a mended model is seen
    return known;
  }

  async #model(path: string): Promise<Model> {
    const common = { id: idOf(path), path, embedded: path === EMBEDDED_MODEL };
    try {
      const { name, format, config, architecture, parameters, dtype, scaleFactor, scheduler, predicts } =
        await this.#describe(path);
      const { inChannels, outChannels, crossAttentionDim } = config;
      const advice = await recommendationOf(path);
      const side = config.sampleSize * scaleFactor;
      return {
        ...common,
        name,
        format: format === 'built-in' ? null : format,
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
        problem: null,
      };
    } catch (error) {
      return { ...common, ...UNKNOWN, name: basename(path), problem: explain(error).message };
    }
  }
}

const UNKNOWN: Omit<Model, 'id' | 'path' | 'embedded' | 'name' | 'problem'> = {
  format: null,
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
};

/** By path, so that a model which is added again has its runs again. */
function idOf(path: string): string {
  return path === EMBEDDED_MODEL ? EMBEDDED_ID : createHash('sha256').update(path).digest('hex').slice(0, 16);
}

function half({ width, height }: Pixels, scaleFactor: number) {
  return oneHalf(Math.max(1, Math.round(height / scaleFactor)), Math.max(1, Math.round(width / scaleFactor)));
}

async function bytesOf(path: string): Promise<number> {
  const found = await stat(path);
  if (found.isFile()) return found.size;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

/** A licence file's text, or the model card's `license:` line. */
async function licenceOf(path: string): Promise<string | null> {
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'NOTICE']
    .map((name) => join(path, name))
    .find((each) => existsSync(each));
  if (file) return await readFile(file, 'utf8');
  const card = await readFile(join(path, 'README.md'), 'utf8').catch(() => '');
  return /^license:\s*(.+)$/m.exec(card)?.[1] ?? null;
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../../errors.ts';
import { PICKLE_ADVICE, PICKLE_PROBLEM, isPickle } from './foreign-formats.ts';
import { readJson } from '../../read-json.ts';
import type { NetworkDescription } from './network.ts';
import { type TensorTable, readSafetensors } from './safetensors.ts';
import { renameTextEncoder, renameVae } from './diffusers-names.ts';

/** A pipeline as `save_pretrained` writes it: model_index.json and a folder per component. */
export interface DiffusersFolder {
  readonly unet: NetworkDescription;
  readonly textEncoder: NetworkDescription;
  readonly vae: NetworkDescription;
  readonly schedulerConfig: unknown;
  readonly tokenizerFolder: string;
}

interface Component {
  readonly className: string;
  /** Weights are called `<stem>.safetensors`. */
  readonly stem: string;
  readonly rename: (stored: TensorTable) => TensorTable;
}

const COMPONENTS = {
  unet: { className: 'UNet2DConditionModel', stem: 'diffusion_pytorch_model', rename: (stored: TensorTable) => stored },
  vae: { className: 'AutoencoderKL', stem: 'diffusion_pytorch_model', rename: renameVae },
  text_encoder: { className: 'CLIPTextModel', stem: 'model', rename: renameTextEncoder },
} satisfies Record<string, Component>;
export type ComponentName = keyof typeof COMPONENTS;

const PIPELINES = ['StableDiffusionPipeline', 'StableDiffusionImg2ImgPipeline'];

/** Which file to take when a folder has several; '' is the plain one. */
const VARIANTS = ['', 'fp32', 'fp16', 'bf16', 'non_ema'];

const indexSchema = z.looseObject({ _class_name: z.string() });
const componentSchema = z.tuple([z.string().nullable(), z.string().nullable()]).rest(z.unknown());
const shardsSchema = z.object({ weight_map: z.record(z.string(), z.string().regex(/^[^/\\]+$/)) });
const configSchema = z.looseObject({
  _class_name: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
});

export async function readDiffusersFolder(folder: string): Promise<DiffusersFolder> {
  await requireIndex(folder);
  const index = await readJson(join(folder, 'model_index.json'), 'model_index.json', indexSchema);
  if (!PIPELINES.includes(index._class_name)) {
    throw new CheckpointError(
      'model_index.json',
      `expected ${PIPELINES[0]}, found ${index._class_name}`,
      'Heirloom runs Stable Diffusion 1.x and 2.x',
    );
  }
  for (const [name, { className }] of Object.entries(COMPONENTS)) {
    const [, found] = componentSchema.catch([null, null]).parse(index[name]);
    requireClass('model_index.json', `${name}: `, found ?? 'nothing', className);
  }
  const network = (name: ComponentName) => readNetworkFolder(join(folder, name), name, name);
  return {
    unet: await network('unet'),
    textEncoder: await network('text_encoder'),
    vae: await network('vae'),
    schedulerConfig: await readJson(
      join(folder, 'scheduler', 'scheduler_config.json'),
      'scheduler/scheduler_config.json',
      z.looseObject({}),
    ),
    tokenizerFolder: join(folder, 'tokenizer'),
  };
}

/** One network in a folder of its own: config.json and weights. `label` is what messages call the folder. */
export async function readNetworkFolder(
  folder: string,
  name: ComponentName,
  label: string,
): Promise<NetworkDescription> {
  const { className, stem, rename } = COMPONENTS[name];
  const configFile = `${label}/config.json`;
  const config = await readJson(join(folder, 'config.json'), configFile, configSchema);
  const found = config._class_name ?? config.architectures?.[0];
  if (found !== undefined) requireClass(configFile, '', found, className);
  const weights = await findWeights(folder, label, stem);
  const files = await Promise.all(weights.files.map((file) => readSafetensors(join(folder, file), `${label}/${file}`)));
  return { config, configFile, weightsFile: `${label}/${weights.name}`, files, rename };
}

function requireClass(file: string, what: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new CheckpointError(
    file,
    `${what}expected ${expected}, found ${found}`,
    'Heirloom runs Stable Diffusion 1.x and 2.x',
  );
}

/** The file of weights, or the index of shards and its files. */
async function findWeights(folder: string, label: string, stem: string) {
  const present = await readdir(folder);
  for (const variant of VARIANTS) {
    const dotted = variant === '' ? '' : `.${variant}`;
    const single = `${stem}${dotted}.safetensors`;
    if (present.includes(single)) return { name: single, files: [single] };
    const index = `${stem}.safetensors.index${dotted}.json`;
    if (present.includes(index)) {
      const { weight_map: map } = await readJson(join(folder, index), `${label}/${index}`, shardsSchema);
      return { name: index, files: [...new Set(Object.values(map))] };
    }
  }
  const pickle = present.find(isPickle);
  if (pickle !== undefined) throw new CheckpointError(`${label}/${pickle}`, PICKLE_PROBLEM, PICKLE_ADVICE);
  throw new CheckpointError(
    label,
    `expected ${stem}.safetensors, found ${present.join(', ') || 'nothing'}`,
    'Get the missing file',
  );
}

/** Says what the folder is when it is not a pipeline. */
async function requireIndex(folder: string): Promise<void> {
  const present = await readdir(folder);
  if (present.includes('model_index.json')) return;
  const file = present.find((name) => name.endsWith('.safetensors'));
  const pickle = present.find(isPickle);
  const advice = 'A checkpoint is a diffusers folder (with model_index.json) or one .safetensors file';
  if (present.length === 0) throw new CheckpointError(folder, 'the folder is empty', advice);
  if (present.includes('config.json')) {
    const config = await readFile(join(folder, 'config.json'), 'utf8');
    const [, name = 'network'] = /"_class_name":\s*"(\w+)"/.exec(config) ?? [];
    throw new CheckpointError(folder, `this is a single ${name} without its pipeline (no model_index.json)`, advice);
  }
  if (file !== undefined) {
    throw new CheckpointError(folder, 'no model_index.json', `To open the single file, name it: ${join(folder, file)}`);
  }
  if (pickle !== undefined) throw new CheckpointError(join(folder, pickle), PICKLE_PROBLEM, PICKLE_ADVICE);
  throw new CheckpointError(folder, 'no model_index.json', advice);
}

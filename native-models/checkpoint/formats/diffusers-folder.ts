import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../../errors.ts';
import { PICKLE_ADVICE, PICKLE_PROBLEM, isPickle } from './foreign-formats.ts';
import { readJson } from '../../read-json.ts';
import type { NetworkDescription } from './network.ts';
import type { FolderPlace } from './recipe.ts';
import { readSafetensors } from './safetensors.ts';

/** Which file to take when a folder has several; '' is the plain one. */
const VARIANTS = ['', 'fp32', 'fp16', 'bf16', 'non_ema'];

const indexSchema = z.looseObject({ _class_name: z.string() });
const componentSchema = z.tuple([z.string().nullable(), z.string().nullable()]).rest(z.unknown());
const shardsSchema = z.object({ weight_map: z.record(z.string(), z.string().regex(/^[^/\\]+$/)) });
const configSchema = z.looseObject({
  _class_name: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
});

/** model_index.json: what a pipeline is called, and the class of each of its networks by its folder. */
export interface PipelineIndex {
  readonly className: string;
  readonly classOf: (folder: string) => string | null;
  /** All that it says. */
  readonly components: Readonly<Record<string, unknown>>;
}

/** @throws CheckpointError that says what the folder is when it is not a pipeline. */
export async function readIndex(folder: string): Promise<PipelineIndex> {
  await requireIndex(folder);
  const index = await readJson(join(folder, 'model_index.json'), 'model_index.json', indexSchema);
  return {
    className: index._class_name,
    components: index,
    classOf: (component) => componentSchema.catch([null, null]).parse(index[component])[1],
  };
}

/** The config.json of one network. @param label what messages call its folder. */
export function readConfig(folder: string, label: string): Promise<z.infer<typeof configSchema>> {
  return readJson(join(folder, 'config.json'), `${label}/config.json`, configSchema);
}

/**
 * One network in a folder of its own: config.json and weights.
 * @param label what messages call the folder.
 * @param advice which models there are, where it is another network.
 */
export async function readNetworkFolder(
  folder: string,
  { className, stem, rename }: FolderPlace,
  label: string,
  advice: string,
): Promise<NetworkDescription> {
  const configFile = `${label}/config.json`;
  const config = await readConfig(folder, label);
  const found = config._class_name ?? config.architectures?.[0];
  if (found !== undefined && found !== className) {
    throw new CheckpointError(configFile, `expected ${className}, found ${found}`, advice);
  }
  const weights = await findWeights(folder, label, stem);
  const files = await Promise.all(weights.files.map((file) => readSafetensors(join(folder, file), `${label}/${file}`)));
  return { config, configFile, weightsFile: `${label}/${weights.name}`, files, rename };
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

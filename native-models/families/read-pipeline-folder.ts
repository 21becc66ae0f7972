import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../errors.ts';
import { type Families, namesOf } from './families.ts';
import type { Family } from './family.ts';
import { type KeyTable, keyWarnings, rows } from '../key-table.ts';
import { listed } from '../listed.ts';
import { readJson } from '../read-json.ts';
import { readTokenizer } from '../text-encoder/tokenizer-files.ts';
import type { TextRole } from '../vocabulary.ts';
import {
  type PipelineIndex,
  readConfig,
  readIndex,
  readNetworkFolder,
} from '../checkpoint/formats/diffusers-folder.ts';
import type { FolderPlace, Json } from '../checkpoint/formats/recipe.ts';
import { type Parts, type TextPart, textPart } from './parts.ts';
import { PIPELINE_KEYS } from './pipeline-keys.ts';

const SCHEDULER_FILE = 'scheduler/scheduler_config.json';

/** Every key of a pipeline's model_index.json. */
function pipelineKeys({ unet, vae, textEncoders }: Family): KeyTable {
  const folders = [unet, vae, ...textEncoders].map(({ inFolder }) => inFolder.folder);
  const tokenizers = textEncoders.map(({ tokenizerFolder }) => tokenizerFolder);
  return { ...rows([...folders, ...tokenizers, 'scheduler'].join(' '), 'used'), ...PIPELINE_KEYS };
}

/** Reads a pipeline as `save_pretrained` writes it: model_index.json and a folder for each network. */
export async function readPipelineFolder(folder: string, families: Families): Promise<Parts> {
  const advice = `Heirloom runs ${namesOf(families)}`;
  const index = await readIndex(folder);
  const family = await familyOf(folder, index, families, advice);
  const network = ({ inFolder }: { readonly inFolder: FolderPlace }) =>
    readNetworkFolder(join(folder, inFolder.folder), inFolder, inFolder.folder, advice);

  const unet = await network(family.unet);
  const textEncoders = new Map<TextRole, TextPart>();
  for (const recipe of family.textEncoders) {
    const { role, tokenizerFolder } = recipe;
    const read = () => readTokenizer(join(folder, tokenizerFolder), tokenizerFolder);
    textEncoders.set(role, textPart(recipe, await network(recipe), read));
  }
  const scheduler = await readJson(join(folder, SCHEDULER_FILE), SCHEDULER_FILE, z.looseObject({}));
  return {
    family,
    unet,
    textEncoders,
    vae: await network(family.vae),
    schedulerConfig: scheduler,
    schedulerFile: SCHEDULER_FILE,
    warnings: [
      ...keyWarnings(index.components, pipelineKeys(family), 'model_index.json'),
      ...disagreement(index, scheduler),
    ],
    notes: [],
  };
}

/** The family that recognises the folder. @throws CheckpointError that says what none expected. */
async function familyOf(folder: string, index: PipelineIndex, families: Families, advice: string): Promise<Family> {
  const refused = (problem: string) => new CheckpointError('model_index.json', problem, advice);
  const all = Object.values(families);
  const ofPipeline = all.filter(({ recognise }) => recognise.pipelines.includes(index.className));
  if (ofPipeline.length === 0) {
    const names = all.flatMap(({ recognise }) => recognise.pipelines.slice(0, 1));
    throw refused(`expected ${listed(names, 'or')}, found ${index.className}`);
  }
  const complaints = ofPipeline.map((family) => complaintOf(family, index));
  const candidates = ofPipeline.filter((_, i) => complaints[i] === null);
  if (candidates.length === 0) throw refused(complaints[0]!);
  for (const family of candidates) {
    if (await family.recognise.folder((network) => readConfig(join(folder, network), network))) return family;
  }
  throw refused(`this ${index.className} is of no family that we know`);
}

/** Which network of a pipeline is not the family's; null where all are. */
function complaintOf({ unet, vae, textEncoders }: Family, { classOf }: PipelineIndex): string | null {
  for (const { inFolder } of [unet, vae, ...textEncoders]) {
    const found = classOf(inFolder.folder);
    if (found !== inFolder.className) {
      return `${inFolder.folder}: expected ${inFolder.className}, found ${found ?? 'nothing'}`;
    }
  }
  return null;
}

/** diffusers goes by model_index.json; the file itself is what its own class wrote. Where they differ, a person has to say. */
function disagreement({ classOf }: PipelineIndex, { _class_name: wrote }: Json): readonly string[] {
  const named = classOf('scheduler');
  if (named === null || typeof wrote !== 'string' || named === wrote) return [];
  return [
    `model_index.json: scheduler is ${named}, and ${SCHEDULER_FILE} is of ${wrote}, which is taken: choose the scheduler yourself`,
  ];
}

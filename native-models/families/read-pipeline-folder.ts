import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../errors.ts';
import { type Families, namesOf } from './families.ts';
import type { Family } from './family.ts';
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
import type { FolderPlace } from '../checkpoint/formats/recipe.ts';
import { type Parts, type TextPart, textPart } from './parts.ts';

/** Reads a pipeline as `save_pretrained` writes it: model_index.json and a folder for each network. */
export async function readPipelineFolder(folder: string, families: Families): Promise<Parts> {
  const advice = `Heirloom runs ${namesOf(families)}`;
  const family = await familyOf(folder, await readIndex(folder), families, advice);
  const network = ({ inFolder }: { readonly inFolder: FolderPlace }) =>
    readNetworkFolder(join(folder, inFolder.folder), inFolder, inFolder.folder, advice);

  const unet = await network(family.unet);
  const textEncoders = new Map<TextRole, TextPart>();
  for (const recipe of family.textEncoders) {
    const { role, tokenizerFolder } = recipe;
    const read = () => readTokenizer(join(folder, tokenizerFolder), tokenizerFolder);
    textEncoders.set(role, textPart(recipe, await network(recipe), read));
  }
  return {
    family,
    unet,
    textEncoders,
    vae: await network(family.vae),
    schedulerConfig: await readJson(
      join(folder, 'scheduler', 'scheduler_config.json'),
      'scheduler/scheduler_config.json',
      z.looseObject({}),
    ),
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

import { CheckpointError } from '../errors.ts';
import { type Families, namesOf } from './families.ts';
import type { Family } from './family.ts';
import { builtInTokenizer, readTokenizer } from '../text-encoder/tokenizer-files.ts';
import type { NetworkRole, TextRole } from '../vocabulary.ts';
import { below } from '../checkpoint/formats/ldm-names.ts';
import type { NetworkDescription } from '../checkpoint/formats/network.ts';
import { refuseOtherInputs, refuseOtherModels } from '../checkpoint/formats/other-models.ts';
import type { Json, Recipe } from '../checkpoint/formats/recipe.ts';
import type { SafetensorsFile } from '../checkpoint/formats/safetensors.ts';
import { type Parts, type TextPart, textPart } from './parts.ts';

/**
 * What a single file cannot say: keys that replace those we infer, in diffusers' (transformers') words; of the scheduler for
 * example `{prediction_type: 'epsilon'}` for SD 2 base models.
 */
export type ConfigOverrides = Readonly<Partial<Record<NetworkRole | 'scheduler', Json>>>;

export interface SingleFileOptions {
  readonly overrides?: ConfigOverrides | undefined;
  /** For another vocabulary than CLIP's: a folder with vocab.json and merges.txt. */
  readonly tokenizerFolder?: string | undefined;
}

/** Reads one .safetensors file in the original naming: what Civitai serves. */
export async function readSingleFile(
  file: SafetensorsFile,
  families: Families,
  { overrides = {}, tokenizerFolder: folder }: SingleFileOptions = {},
): Promise<Parts> {
  const family = familyOf(file, families);
  const scheduler = { ...(await family.scheduler(file)), ...overrides.scheduler };
  const network = ({ role, inFile }: Recipe<unknown>): NetworkDescription => {
    const { part, prefix, describe } = inFile;
    const { config, rename } = describe(below(file.tensors, prefix), scheduler);
    return {
      config: { ...config, ...overrides[role] },
      configFile: `${file.label} (${part})`,
      weightsFile: file.label,
      files: [file],
      rename: (stored) => rename(below(stored, prefix)),
    };
  };
  const textEncoders = family.textEncoders.map((recipe): [TextRole, TextPart] => {
    const read = () => (folder === undefined ? builtInTokenizer(recipe.padToken) : readTokenizer(folder, folder));
    return [recipe.role, textPart(recipe, network(recipe), read)];
  });
  return {
    family,
    unet: network(family.unet),
    vae: network(family.vae),
    textEncoders: new Map(textEncoders),
    schedulerConfig: scheduler,
    schedulerFile: `${file.label} (scheduler)`,
    warnings: [],
  };
}

/** The family that recognises the file. @throws CheckpointError that says what the file is, or lacks. */
function familyOf(file: SafetensorsFile, families: Families): Family {
  const advice = `Heirloom opens ${namesOf(families)}`;
  refuseOtherModels(file, advice);
  const all = Object.values(families);
  const family = all.find(({ recognise }) => recognise.file(file.tensors));
  requireParts(file, family ? [family] : all, advice);
  if (!family) throw new CheckpointError(file.label, 'its networks are of no family that we know', advice);
  refuseOtherInputs(file, family.unet.inFile.prefix, advice);
  return family;
}

/** @throws CheckpointError naming a network that none of the families finds. */
function requireParts({ label, tensors }: SafetensorsFile, families: readonly Family[], advice: string): void {
  const recipes = families.flatMap(({ unet, vae, textEncoders }) => [unet, vae, ...textEncoders]);
  for (const [first, ...others] of Map.groupBy(recipes, ({ role }) => role).values()) {
    const prefixes = [...new Set([first!, ...others].map(({ inFile }) => inFile.prefix))];
    if ([...tensors.keys()].some((name) => prefixes.some((prefix) => name.startsWith(prefix)))) continue;
    throw new CheckpointError(
      label,
      `expected ${first!.inFile.missing} (${prefixes.join('… or ')}…), found none`,
      advice,
    );
  }
}

/** Which files of a repository our loader reads, and which of them can be taken instead of each other. */
import { isPickle } from '../../native-models/checkpoint/formats/foreign-formats.ts';

/** A file as a repository lists it: its path there, its size. */
export interface Listed {
  readonly path: string;
  readonly bytes: number;
}

/** Files that make one complete model; others of the same repository would make it too. */
export interface Choice<F extends Listed> {
  /** Part of the folder's name where it is not the plain one. */
  readonly id: string;
  readonly title: string;
  readonly files: readonly F[];
}

/** What a repository is to our loader. */
export interface Contents<F extends Listed> {
  readonly kind: 'pipeline' | 'unet' | 'single-files' | 'nothing';
  /** The best one first. */
  readonly choices: readonly Choice<F>[];
  readonly pickles: readonly string[];
}

/** What a pipeline's folder has besides weights: native-models/checkpoint and text-encoder read these, people the rest. */
const PIPELINE_FILES =
  /^(model_index\.json|heirloom\.json|(unet|vae|text_encoder)\/config\.json|scheduler\/scheduler_config\.json|tokenizer\/(vocab\.json|merges\.txt|tokenizer\.json|tokenizer_config\.json|special_tokens_map\.json|added_tokens\.json))$/;
const ABOUT = /^(README\.md|LICEN[CS]E(\.\w+)?|NOTICE(\.\w+)?)$/i;

/** Weights by network: the folder they are in and what they are called before variant and shard. */
const NETWORKS = [
  { folder: 'unet/', stem: 'diffusion_pytorch_model' },
  { folder: 'vae/', stem: 'diffusion_pytorch_model' },
  { folder: 'text_encoder/', stem: 'model' },
] as const;
const UNET_ALONE = [{ folder: '', stem: 'diffusion_pytorch_model' }] as const;
type Network = (typeof NETWORKS)[number] | (typeof UNET_ALONE)[number];

/** Half precision first: half the download, and what it is converted to is made once. '' is the plain one. */
const VARIANTS = [
  { id: 'fp16', title: 'Half precision' },
  { id: '', title: 'Full precision' },
  { id: 'fp32', title: 'Full precision (fp32)' },
  { id: 'bf16', title: 'Half precision (bf16)' },
  { id: 'non_ema', title: 'Without averaged weights' },
] as const;

/**
 * Sorts a repository's files into complete models: a pipeline (`model_index.json`), a UNet alone, or single
 * .safetensors files.
 */
export function contentsOf<F extends Listed>(files: readonly F[]): Contents<F> {
  const has = (path: string) => files.some((file) => file.path === path);
  const pickles = files.map(({ path }) => path).filter(isPickle);
  if (has('model_index.json')) {
    const rest = files.filter(({ path }) => PIPELINE_FILES.test(path) || ABOUT.test(path));
    return { kind: 'pipeline', choices: variantsOf(files, NETWORKS, rest), pickles };
  }
  if (has('config.json')) {
    const rest = files.filter(({ path }) => path === 'config.json' || ABOUT.test(path));
    const choices = variantsOf(files, UNET_ALONE, rest);
    if (choices.length > 0) return { kind: 'unet', choices, pickles };
  }
  const singles = files.filter(({ path }) => /^[^/\\]+\.safetensors$/i.test(path));
  const choices = singles.map((file) => ({ id: file.path, title: file.path, files: [file] }));
  return { kind: singles.length > 0 ? 'single-files' : 'nothing', choices, pickles };
}

/** A variant that some network lacks takes the plain weights there, as diffusers does; one that none has is no choice. */
function variantsOf<F extends Listed>(
  files: readonly F[],
  networks: readonly Network[],
  rest: readonly F[],
): readonly Choice<F>[] {
  return VARIANTS.flatMap(({ id, title }) => {
    const own = networks.map((network) => weightsOf(files, network, id));
    if (own.every((weights) => weights.length === 0)) return [];
    const complete = own.map((weights, i) => (weights.length > 0 ? weights : weightsOf(files, networks[i]!, '')));
    if (complete.some((weights) => weights.length === 0)) return [];
    return [{ id, title, files: [...rest, ...complete.flat()] }];
  });
}

const SHARD = '-\\d{5}-of-\\d{5}';

/** One file, or the index of shards with its shards; both namings of a variant that diffusers had. */
function weightsOf<F extends Listed>(files: readonly F[], { folder, stem }: Network, variant: string): readonly F[] {
  const dot = variant === '' ? '' : `\\.${variant}`;
  const named = (rest: string) => {
    const name = new RegExp(`^${folder}${stem}${rest}$`);
    return files.filter(({ path }) => name.test(path));
  };
  const single = named(`${dot}\\.safetensors`);
  if (single.length > 0) return single;
  const index = named(`\\.safetensors\\.index${dot}\\.json`);
  if (index.length === 0) return [];
  return [...index, ...named(`(${dot}${SHARD}|${SHARD}${dot})\\.safetensors`)];
}

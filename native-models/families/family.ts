import type { Json, Recipe } from '../checkpoint/formats/recipe.ts';
import type { SafetensorsFile, TensorTable } from '../checkpoint/formats/safetensors.ts';
import type { Graph, Shape } from '../graph/graph.ts';
import type { WeightSource } from '../graph/weights.ts';
import type { TextEncoderConfig } from '../text-encoder/config.ts';
import type { UNetConfig } from '../unet/config.ts';
import type { VaeConfig } from '../vae/config.ts';
import type { TextRole } from '../vocabulary.ts';

/** Numbers by the input of a network that they are fed to: rows, one after the other. */
export type NamedFeeds = Readonly<Record<string, Float32Array>>;

/** A text encoder, with the tokenizer that belongs to it. */
export interface TextRecipe<Role extends TextRole = TextRole> extends Recipe<TextEncoderConfig, Role> {
  /** The folder of its tokenizer within a pipeline's. */
  readonly tokenizerFolder: string;
  /** What CLIP's own tokenizer, which comes with us, fills the window with: a single file has none. */
  readonly padToken: string;
  /** For one prompt: input `input_ids` (1, positions). */
  readonly build: (config: TextEncoderConfig, weights: WeightSource) => Graph;
}

/** One half of the guidance, for one picture. */
export interface Half {
  readonly which: 'prompt' | 'negative prompt';
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** What `condition` gives, as the UNet reads it. */
export interface FeedShapes {
  /** Of the text embedding of one chunk of a prompt, `encoder_hidden_states` (rows, tokens, width). */
  readonly tokens: number;
  readonly width: number;
  /** Of each further feed the shape of a row, by name. */
  readonly added: Readonly<Record<string, Shape>>;
}

/** How a checkpoint is told to be of a family. */
export interface Recognition {
  /** What model_index.json calls the pipeline; errors name the first. */
  readonly pipelines: readonly string[];
  /** Whether a folder of such a pipeline is. @param config gives the config.json of one of its folders. */
  readonly folder: (config: (folder: string) => Promise<Json>) => Promise<boolean>;
  /** Whether a single file is, by the names and shapes of its tensors. */
  readonly file: (tensors: TensorTable) => boolean;
}

/**
 * Everything that differs between models: a row of the table in families.ts.
 * @param Role the text encoders that it has. Its functions get at them by a function of the role, so that a row fits
 * wherever any family is taken.
 */
export interface Family<Role extends TextRole = TextRole> {
  /** Which Stable Diffusion it is: `1.x`. */
  readonly version: string;
  /** What a person would choose it for, in a few words: it stands beside a model's name. */
  readonly goodFor: string;
  readonly recognise: Recognition;
  readonly unet: Recipe<UNetConfig, 'unet'>;
  readonly vae: Recipe<VaeConfig, 'vae'>;
  readonly textEncoders: readonly TextRecipe<Role>[];
  /** What a single file's scheduler_config.json would say. */
  readonly scheduler: (file: SafetensorsFile) => Promise<Json>;
  readonly feeds: (configOf: (role: Role) => TextEncoderConfig) => FeedShapes;
  /**
   * What the UNet is told of one chunk of one half's prompt: a row of every feed.
   * @param encode runs a text encoder on it, and gives its outputs by name, weighted.
   */
  readonly condition: (half: Half, encode: (role: Role) => Promise<NamedFeeds>) => Promise<NamedFeeds>;
}

/** What `networks` has for a role. A row can only name roles of its own, so there is always something. */
export function ofRole<T>(networks: ReadonlyMap<TextRole, T>, role: TextRole): T {
  const found = networks.get(role);
  if (found === undefined) throw new Error(`this family has no ${role}`);
  return found;
}

import type { KeyTable } from '../../key-table.ts';
import type { NetworkRole } from '../../vocabulary.ts';
import type { TensorTable } from './safetensors.ts';

/** A configuration in the keys of diffusers (or transformers). */
export type Json = Readonly<Record<string, unknown>>;

/** How a kind of network lies in a folder as `save_pretrained` writes it: config.json and weights. */
export interface FolderPlace {
  /** The folder within a pipeline's: `text_encoder`. */
  readonly folder: string;
  /** As model_index.json and config.json name it. */
  readonly className: string;
  /** Weights are called `<stem>.safetensors`. */
  readonly stem: string;
  /** From the names in the files to the names that graph builders ask for. */
  readonly rename: (stored: TensorTable) => TensorTable;
}

/** How it lies in one file with the others, in the original naming. */
export interface FilePlace {
  /** What messages call this part of the file: `text encoder`. */
  readonly part: string;
  /** The same where it is missing: `a text encoder`. */
  readonly missing: string;
  /** What the names of its tensors begin with. */
  readonly prefix: string;
  /** The same in files of other tools; they are looked for where nothing begins with `prefix`. */
  readonly otherPrefixes?: readonly string[];
  /**
   * Reads the config.json that a file lacks off names and shapes.
   * @param own the network's tensors, by the rest of their names.
   * @param scheduler the file's, in the keys of scheduler_config.json.
   */
  readonly describe: (own: TensorTable, scheduler: Json) => Described;
}

export interface Described {
  readonly config: Json;
  readonly rename: FolderPlace['rename'];
}

/** How a network is found in a checkpoint, and what its config.json comes to. */
export interface Recipe<Config, Role extends NetworkRole = NetworkRole> {
  readonly role: Role;
  readonly inFolder: FolderPlace;
  readonly inFile: FilePlace;
  /** Every key of its config.json. */
  readonly keys: KeyTable;
  /** @throws UnsupportedConfigError naming `source` and the key that does not fit. */
  readonly parse: (json: unknown, source: string) => Config;
}

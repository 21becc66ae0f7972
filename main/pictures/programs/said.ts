/** What reading the texts of other programs gives, before it is known what of it applies here. */

import type { Texts } from './texts.ts';

export interface Said {
  /** Whose settings they are: `ComfyUI`. */
  readonly program: string;
  readonly prompt: string;
  readonly negativePrompt: string;
  /** By A1111's names where it has one, in the order in which they stand. An empty value: a word alone. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Settings that are there and cannot be read. */
export interface NotRead {
  readonly program: string;
  /** `its graph has more than one sampler` */
  readonly why: string;
}

/** A way of writing settings down. */
export interface Format {
  /** Keywords of PNG that it reads. */
  readonly keywords: readonly string[];
  /** null where the texts are none of its. */
  read(texts: Texts): Said | NotRead | null;
}

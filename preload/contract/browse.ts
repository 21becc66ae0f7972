import { oc } from '@orpc/contract';
import { z } from 'zod';
import { path } from './text.ts';

/** A folder of the machine that Heirloom runs on, as far as it matters to whoever looks for a model. */
export const browsed = z.object({
  path: z.string(),
  parent: z.string().nullable(),
  /** The folder itself is a diffusers folder. */
  isModel: z.boolean(),
  entries: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      /** `model`: a diffusers folder; `file`: a .safetensors file. */
      kind: z.enum(['model', 'folder', 'file']),
      bytes: z.number().nullable(),
    }),
  ),
  /** Entries beyond those that are listed. */
  more: z.int(),
});
export type Browsed = z.infer<typeof browsed>;

/** null: where a person's own files are. */
export const browseRoute = oc.input(z.object({ path: path.nullable() })).output(browsed);

import { oc } from '@orpc/contract';
import { z } from 'zod';
import { gridAxis } from './grid.ts';
import { pictureId, someRunSettings } from './run-settings.ts';

export const pictureRoutes = {
  /** Similarity of any two pictures; null where the measure does not apply (identical: psnr null). */
  compare: oc
    .input(z.object({ a: pictureId, b: pictureId }))
    .output(z.object({ psnr: z.number().nullable(), ssim: z.number().nullable(), identical: z.boolean() })),
  /** Reads the settings in a picture of ours or of A1111, and keeps the picture so that it can start image-to-image. */
  read: oc.input(z.object({ file: z.instanceof(Blob) })).output(
    z.object({
      picture: pictureId,
      settings: someRunSettings.nullable(),
      /** Of an exported grid, whose `settings` are what no axis varies; `group` where it is in this history. */
      grid: z.object({ group: z.string().nullable(), axes: z.array(gridAxis) }).nullable(),
      notes: z.array(z.string()),
    }),
  ),
};

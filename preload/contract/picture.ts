import { LIMITS } from '../../native-models/vocabulary.ts';
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { fidelity } from './fidelity.ts';
import { gridAxis } from './grid.ts';
import { pictureId, someRunSettings } from './run-settings.ts';

/** As large as a message may be: no picture of ours comes near it. */
const pictureFile = z
  .instanceof(Blob)
  .refine(({ size }) => size <= LIMITS.message, `the file is larger than ${LIMITS.message / 2 ** 20} MiB`);

export const pictureRoutes = {
  /** How near picture `b` is to `a`: any two of one size. */
  compare: oc.input(z.object({ a: pictureId, b: pictureId })).output(fidelity),
  /** Reads the settings in a picture of ours or of another program. */
  read: oc
    .input(
      z.object({
        file: pictureFile,
        /** So that it can start image-to-image; what is only looked at leaves nothing behind. */
        keep: z.boolean().default(true),
      }),
    )
    .output(
      z.object({
        /** null: it was not to be kept, or has settings alone and no pixels that can be read. */
        picture: pictureId.nullable(),
        settings: someRunSettings.nullable(),
        /** Of an exported grid, whose `settings` are what no axis varies; `group` where it is in this history. */
        grid: z.object({ group: z.string().nullable(), axes: z.array(gridAxis) }).nullable(),
        notes: z.array(z.string()),
      }),
    ),
};

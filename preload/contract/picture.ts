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

const piece = z
  .instanceof(Blob)
  .refine(({ size }) => size <= LIMITS.piece, `a piece is larger than ${LIMITS.piece / 2 ** 10} KiB`);

/** What has come of a file that is sent in pieces. */
const uploadId = z.string().max(LIMITS.name.max);

export const pictureRoutes = {
  /** How near picture `b` is to `a`: any two of one size. */
  compare: oc.input(z.object({ a: pictureId, b: pictureId })).output(fidelity),
  /** Takes the next piece of a file, or with null for `upload` the first one. `read` is then given the id. */
  upload: oc.input(z.object({ upload: uploadId.nullable(), piece })).output(z.object({ upload: uploadId })),
  /** Reads the settings in a picture of ours or of another program. */
  read: oc
    .input(
      z.object({
        /** The file, or the id of one that came in pieces. */
        file: z.union([pictureFile, uploadId]),
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

import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { gridTheme } from './grid.ts';
import { pictureId } from './run-settings.ts';
import { id, ids, run, runCursor, runFilter, runOrder, runPage } from './task.ts';
import { name } from './text.ts';

/** Of chosen runs: a contact sheet of their pictures, or their numbers. */
export const selectionFormat = z.enum(['png', 'jpeg', 'webp', 'csv', 'json']);
export type SelectionFormat = z.infer<typeof selectionFormat>;

/** The ids of those that were not so before: what undoing it is about. */
const changed = z.object({ changed: z.array(z.int()) });

export const runRoutes = {
  page: oc
    .input(
      z.object({
        filter: runFilter,
        order: runOrder,
        cursor: runCursor.nullable(),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(runPage),
  /** Of all that pass, in that order: everything can be selected, also what was never scrolled to. */
  ids: oc.input(z.object({ filter: runFilter, order: runOrder })).output(z.array(z.int())),
  get: oc.input(id).output(run),
  update: oc
    .input(
      id.extend({
        favourite: z.boolean().optional(),
        note: z.string().max(LIMITS.note.max).optional(),
        tags: z.array(name).max(LIMITS.tags).optional(),
      }),
    )
    .output(run),
  /** Many at once. */
  setFavourite: oc.input(ids.extend({ favourite: z.boolean() })).output(changed),
  setTag: oc.input(ids.extend({ tag: name.trim().min(1), tagged: z.boolean() })).output(changed),
  /** As a file with a name, in the order of the ids. */
  export: oc.input(ids.extend({ format: selectionFormat, theme: gridTheme })).output(z.instanceof(File)),
  /** What names their pictures' files. */
  pictures: oc.input(ids).output(z.array(z.object({ id: z.int(), picture: pictureId, seed: z.number() }))),
  trash: oc.input(ids).output(z.void()),
  restore: oc.input(ids).output(z.void()),
  emptyTrash: oc.output(z.object({ removed: z.int() })),
  facets: oc.output(
    z.object({ modelNames: z.array(z.string()), strategyLabels: z.array(z.string()), tags: z.array(z.string()) }),
  ),
};

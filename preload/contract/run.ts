import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { id, ids, run, runFilter, runPage } from './task.ts';
import { name } from './text.ts';

export const runRoutes = {
  page: oc
    .input(z.object({ filter: runFilter, cursor: z.int().nullable(), limit: z.int().min(1).max(500) }))
    .output(runPage),
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
  trash: oc.input(ids).output(z.void()),
  restore: oc.input(ids).output(z.void()),
  emptyTrash: oc.output(z.object({ removed: z.int() })),
  facets: oc.output(
    z.object({ modelNames: z.array(z.string()), strategyLabels: z.array(z.string()), tags: z.array(z.string()) }),
  ),
};

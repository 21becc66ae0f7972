/**
 * What tasks are to do, by kind. One more kind is one more schema here, a file of its own in main/studio/work, and its row
 * in main/studio/work/work.ts.
 */
import { z } from 'zod';
import { runSettings } from './run-settings.ts';

/** What a picture is made for: shown in the queue, and what a comparison or a grid is put together from. */
export const purpose = z.enum(['run', 'baseline', 'rival', 'grid']);
export type Purpose = z.infer<typeof purpose>;

/** One picture for one seed. */
const generate = z.object({ kind: z.literal('generate'), purpose, settings: runSettings });

/** One full run that watches how much each unit changes from call to call. */
const calibrate = z.object({ kind: z.literal('calibrate'), settings: runSettings });

/** The settings of every kind name the `device` that it is done on. */
export const work = z.discriminatedUnion('kind', [generate, calibrate]);
export type Work = z.infer<typeof work>;
export type WorkKind = Work['kind'];
export type WorkOf<Kind extends WorkKind> = Extract<Work, { kind: Kind }>;

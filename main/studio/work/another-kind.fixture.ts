/** One more kind of work, for a test: all that a kind is stands in one file. It opens a model and keeps its size. */
import { z } from 'zod';
import type { Input, Output } from '../../compute/messages.ts';
import type { KindOfWork } from '../../compute/work.ts';
import type { StudioSettings } from '../../history/settings.ts';

/** What its tasks are made from: in the product, a schema of preload/contract/work.ts. */
export const openWork = z.object({
  kind: z.literal('open'),
  settings: z.object({ device: z.string(), path: z.string() }),
});
export type OpenWork = z.infer<typeof openWork>;

/** @param kept where the size goes, by path: in the transaction that settles the task. */
export function openModel(kept: StudioSettings): KindOfWork<OpenWork, Input<'open'>, Output<'open'>> {
  return {
    title: ({ settings: { path } }) => `opening ${path}`,
    prepare: async ({ work }) => ({ model: work.settings.path }),
    perform: async (input, { engine, on, signal }) => await engine.request('open', input, { on, signal }),
    record: async (_task, { path, defaultSize }) => {
      if (defaultSize.width > 1024) throw new Error(`${path} is too large`);
      return () => {
        kept.set({ [path]: [defaultSize.width, defaultSize.height] });
        return null;
      };
    },
  };
}

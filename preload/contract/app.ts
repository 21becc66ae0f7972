import { oc } from '@orpc/contract';
import { z } from 'zod';

export const appRoutes = {
  info: oc.output(
    z.object({
      version: z.string(),
      dataFolder: z.string(),
      logFolder: z.string(),
      host: z.enum(['desktop', 'server']),
    }),
  ),
  settings: oc.output(z.record(z.string(), z.unknown())),
  setSettings: oc.input(z.record(z.string(), z.unknown())).output(z.record(z.string(), z.unknown())),
};

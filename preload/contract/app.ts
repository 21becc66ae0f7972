import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { keptJson, name } from './text.ts';

/** By name; null forgets one. */
const keptSettings = z
  .record(name, keptJson)
  .refine(
    (settings) => Object.keys(settings).length <= LIMITS.keptJson.names,
    `at most ${LIMITS.keptJson.names} at once`,
  );

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
  setSettings: oc.input(keptSettings).output(z.record(z.string(), z.unknown())),
};

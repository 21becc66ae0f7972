import { oc } from '@orpc/contract';
import { z } from 'zod';
import { strategySchema } from '../../native-models/strategy/schema.ts';
import { id } from './task.ts';

/** One that a person saved under its name. */
const savedStrategy = z.object({ id: z.int(), strategy: strategySchema, createdAt: z.string() });

export const strategyRoutes = {
  list: oc.output(z.array(savedStrategy)),
  save: oc.input(z.object({ strategy: strategySchema })).output(savedStrategy),
  remove: oc.input(id).output(z.void()),
};

import { oc } from '@orpc/contract';
import { z } from 'zod';
import { LIMITS, MEMORY_USES, PRECISION_CHOICES } from '../../native-models/vocabulary.ts';
import { device } from './model.ts';
import { name } from './text.ts';

/** How engines run. A change takes hold at each engine's next task. */
export const engineSettings = z.object({
  /** Threads within an operator on the processor; 0: one per core. */
  threads: z.int().min(LIMITS.threads.min).max(LIMITS.threads.max),
  memory: z.enum(MEMORY_USES),
  /** Models stay warm while an engine's process is smaller than this. null: half of the machine's memory. */
  memoryBudgetBytes: z.number().positive().max(LIMITS.memoryBytes).nullable(),
  /** What each device computes in, by its id; 'auto', where nothing is said, is half precision where its self-test passes with it. */
  precision: z
    .record(name, z.enum(PRECISION_CHOICES))
    .refine((byDevice) => Object.keys(byDevice).length <= LIMITS.keptJson.names, 'there are not so many devices'),
});
export type EngineSettings = z.infer<typeof engineSettings>;

/** An engine that has been started: what it holds now. */
export const engineState = z.object({
  device: z.string(),
  /** null: it did not answer in time, as while it loads a model. */
  residentBytes: z.number().nullable(),
  /** Names of the models kept warm, least recently used first. */
  warm: z.array(z.string()),
});
export type EngineState = z.infer<typeof engineState>;

export const engineRoutes = {
  settings: oc.output(
    z.object({ settings: engineSettings, memoryBytes: z.number(), defaultBudgetBytes: z.number(), cores: z.int() }),
  ),
  setSettings: oc.input(engineSettings.partial()).output(engineSettings),
  state: oc.output(z.array(engineState)),
};

export const deviceRoutes = {
  list: oc.output(z.array(device)),
  /** Tries them all again: a driver was installed, a card plugged in. */
  refresh: oc.output(z.array(device)),
};

import { SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { z } from 'zod';
import { strategySchema } from '../../native-models/strategy/schema.ts';

/** sha256 of a picture's file, in hex: how pictures are named everywhere. */
export const pictureId = z.string().regex(/^[0-9a-f]{64}$/);

/** Everything that decides a picture, for one seed. */
export const runSettings = z.object({
  modelId: z.string(),
  device: z.string(),
  /** What the device computes in, which the host decides when a run is submitted; left out: float32. */
  devicePrecision: z.enum(['float32', 'float16']).optional(),
  prompt: z.string().max(10_000),
  negativePrompt: z.string().max(10_000),
  width: z.int().min(8).max(4096),
  height: z.int().min(8).max(4096),
  steps: z.int().min(1).max(1000),
  guidanceScale: z.number().min(0).max(100),
  scheduler: z.enum(SAMPLER_IDS),
  seed: z.int().min(0),
  /** null: inheritance off, exactly. */
  strategy: strategySchema.nullable(),
  initImage: z.object({ picture: pictureId, strength: z.number().gt(0).max(1) }).nullable(),
  /** The autoencoder works tile by tile: less memory for large pictures. */
  vaeTiling: z.boolean(),
});
export type RunSettings = z.infer<typeof runSettings>;

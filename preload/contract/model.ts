import { unitIdSchema } from '../../native-models/strategy/schema.ts';
import { FLOAT_TYPES, LIMITS, SAMPLER_IDS, SEMANTICS } from '../../native-models/vocabulary.ts';
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { browseRoute } from './browse.ts';
import { name, path } from './text.ts';

export const blockShape = z.object({
  id: z.string(),
  resUnits: z.int().min(0),
  attnUnits: z.int().min(0),
});

/** A checkpoint the studio knows. One that cannot be opened stays in the list with its `problem`. */
export const model = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  embedded: z.boolean(),
  /** In the data folder's folder of models: it can be deleted there. */
  downloaded: z.boolean(),
  /** Neither file nor folder is there (any more): a disk that is not connected, a folder that was moved. */
  missing: z.boolean(),
  /** `unet`: a UNet in a folder of its own, which makes no pictures alone but can take turns in the runs of another model. */
  format: z.enum(['diffusers', 'single-file', 'unet']).nullable(),
  /** `Stable Diffusion 1.x`, and what it is good for, in a few words; null where it is not known: a UNet alone, a broken file. */
  family: z.object({ name: z.string(), goodFor: z.string() }).nullable(),
  bytes: z.number(),
  dtype: z.string(),
  parameters: z.number(),
  architecture: z.object({ blocks: z.array(blockShape) }).nullable(),
  /** What its UNet takes and gives: models that agree can take turns within a run. `predicts` is null where it is not said. */
  unet: z
    .object({
      inChannels: z.int(),
      outChannels: z.int(),
      crossAttentionDim: z.int(),
      predicts: z.string().nullable(),
    })
    .nullable(),
  defaultSize: z.object({ width: z.int(), height: z.int() }).nullable(),
  scaleFactor: z.int().nullable(),
  scheduler: z.enum(SAMPLER_IDS).nullable(),
  /** Text of a LICENSE or of the model card's licence line, if there is one. */
  licence: z.string().nullable(),
  recommended: z.object({
    steps: z.int().nullable(),
    guidanceScale: z.number().nullable(),
    negativePrompt: z.string().nullable(),
    prompts: z.array(z.string()),
  }),
  /** What a person should know of it, a sentence each: parts of its file that are not used. */
  notes: z.array(z.string()),
  problem: z.string().nullable(),
});
export type Model = z.infer<typeof model>;

/** What each unit costs at a size, for one picture and one guidance half (native-models/unet/cost.ts). */
export const modelCost = z.object({
  macs: z.number(),
  parameters: z.number(),
  units: z.array(z.object({ id: z.string(), macs: z.number(), parameters: z.number(), outputBytes: z.number() })),
  always: z.object({ macs: z.number(), parameters: z.number() }),
});
export type ModelCost = z.infer<typeof modelCost>;

export const inheritCost = z.object({ macShare: z.number(), cacheBytes: z.number() });

/** After a calibration run: how much each unit's F changes from call to call, relative to its size. */
export const calibration = z.object({
  modelId: z.string(),
  width: z.int(),
  height: z.int(),
  calls: z.int(),
  created: z.string(),
  units: z.array(z.object({ id: z.string(), change: z.array(z.number()), milliseconds: z.number().nullable() })),
});
export type Calibration = z.infer<typeof calibration>;

export const device = z.object({
  id: z.string(),
  name: z.string(),
  memoryBytes: z.number().nullable(),
  /** What it computes in; null where it cannot be used. */
  precision: z.enum(FLOAT_TYPES).nullable(),
  /** What its self-test found that a person should know, in whole sentences. */
  notes: z.array(z.string()),
  /** Self-test: null when it passed. */
  problem: z.string().nullable(),
});
export type Device = z.infer<typeof device>;

/** A copy of weights as a device computes with them, made once; it can be made again. */
export const convertedWeights = z.object({
  /** What it holds: full precision for the processor, half of it for a graphics card, a UNet in int8. */
  kind: z.enum([...FLOAT_TYPES, 'int8']),
  sha256: z.string(),
  bytes: z.number(),
  /** The file it was made from. */
  source: z.string(),
  /** Name of the model that the file belongs to; null where none in the list has it. */
  model: z.string().nullable(),
});
export type ConvertedWeights = z.infer<typeof convertedWeights>;

const modelId = z.object({ modelId: name });
const side = z.int().min(1).max(LIMITS.side.max);
/**
 * Pixels; `scaleFactor` says how many make a latent where that is another model's to say, as for a UNet alone. `chunks`: of the
 * longer prompt, 1 unless given.
 */
const size = z.object({
  width: side,
  height: side,
  scaleFactor: side.optional(),
  chunks: z.int().min(1).max(LIMITS.promptChunks).optional(),
});

export const modelRoutes = {
  list: oc.output(z.array(model)),
  /** A folder or a file on the machine that the engine runs on. */
  add: oc.input(z.object({ path })).output(model),
  /** Off the list; its files stay. */
  remove: oc.input(modelId).output(z.void()),
  /** One that was downloaded: its files are deleted. */
  delete: oc.input(modelId).output(z.void()),
  browse: browseRoute,
  converted: oc.output(z.array(convertedWeights)),
  removeConverted: oc
    .input(
      convertedWeights.pick({ kind: true }).extend({
        sha256: z
          .string()
          .length(64)
          .regex(/^[0-9a-f]{64}$/),
      }),
    )
    .output(z.void()),
  cost: oc.input(modelId.extend(size.shape)).output(modelCost),
  inheritCost: oc
    .input(
      modelId
        .extend(size.shape)
        .extend({ inherit: z.array(unitIdSchema).max(LIMITS.units).readonly(), semantics: z.enum(SEMANTICS) }),
    )
    .output(inheritCost),
  calibration: oc.input(modelId).output(calibration.nullable()),
};

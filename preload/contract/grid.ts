import { PRECISIONS, SAMPLER_IDS, SEMANTICS } from '../../native-models/vocabulary.ts';
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_AXES, MAX_AXIS_VALUES } from './axes.ts';
import { samplingModeSchema, strategySchema } from '../../native-models/strategy/schema.ts';
import { pictureId, runSettings } from './run-settings.ts';
import { run, task } from './task.ts';

const { prompt, seed, steps, guidanceScale, modelId, width, height } = runSettings.shape;

function axis<K extends string, V extends z.ZodType>(kind: K, value: V) {
  return z.object({ kind: z.literal(kind), values: z.array(value).min(1).max(MAX_AXIS_VALUES) });
}

/** Values along one axis of a grid; what they replace is in `preload/grid/cells.ts`. */
export const gridAxis = z.discriminatedUnion('kind', [
  axis('strategy', strategySchema.nullable()),
  /** Of whichever strategy the cell has; inheritance off stays off. */
  axis('mode', samplingModeSchema),
  axis('semantics', z.enum(SEMANTICS)),
  /** Int8 is a strategy by itself where the cell has none. */
  axis('precision', z.enum(PRECISIONS)),
  axis('prompt', prompt),
  axis('seed', seed),
  axis('steps', steps),
  axis('guidanceScale', guidanceScale),
  axis('scheduler', z.enum(SAMPLER_IDS)),
  axis('modelId', modelId),
  axis('size', z.object({ width, height })),
]);
export type GridAxis = z.infer<typeof gridAxis>;
export type GridAxisKind = GridAxis['kind'];

/** The first axis is the slowest: sheets, rows, columns. */
export const gridAxes = z.array(gridAxis).min(1).max(MAX_AXES);

/** One label for each value, as they were called when the grid was made. */
export const labelledAxis = gridAxis.and(z.object({ labels: z.array(z.string()) }));
export type LabelledAxis = z.infer<typeof labelledAxis>;

const group = z.object({ group: z.string() });

/** A grid as it was submitted, and what became of it. */
export const grid = group.extend({
  createdAt: z.string(),
  /** What no axis varies. */
  settings: runSettings,
  axes: z.array(labelledAxis),
  /** In the order of `cellsOf`. Cells with the same settings share a task. */
  cells: z.array(z.object({ taskId: z.int().nullable(), runId: z.int().nullable() })),
  /** Of the cells and of their baselines. */
  tasks: z.array(task),
  runs: z.array(run),
});
export type Grid = z.infer<typeof grid>;

/** A grid in the list of grids. */
export const gridSummary = group.extend({
  createdAt: z.string(),
  prompt: z.string(),
  axes: z.array(z.object({ kind: z.string(), labels: z.array(z.string()) })),
  cells: z.int(),
  /** Pictures that are in the history. */
  made: z.int(),
  /** One of them. */
  picture: pictureId.nullable(),
});
export type GridSummary = z.infer<typeof gridSummary>;

/** `zip`: the picture of the grid, its single pictures, and its numbers. */
export const gridFormat = z.enum(['png', 'jpeg', 'webp', 'zip', 'csv', 'json']);
export type GridFormat = z.infer<typeof gridFormat>;
export const gridTheme = z.enum(['dark', 'light']);
export type GridTheme = z.infer<typeof gridTheme>;

export const gridRoutes = {
  /** The latest first. */
  list: oc.output(z.array(gridSummary)),
  get: oc.input(group).output(grid),
  /** As a file with a name; pictures carry what the grid was made from. */
  export: oc.input(group.extend({ format: gridFormat, theme: gridTheme })).output(z.instanceof(File)),
};

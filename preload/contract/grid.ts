import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_AXES, MAX_AXIS_VALUES } from './axes.ts';
import { AXES, type Axis, type GridAxis, type GridAxisKind } from '../settings/axes.ts';
import { checkOf, pictureId, runSettings } from './run-settings.ts';
import { run, task } from './task.ts';
import { name } from './text.ts';

function axisSchema(axes: readonly Axis[]): z.ZodType<GridAxis, GridAxis>;
function axisSchema(axes: readonly Axis[]): z.ZodType {
  const [first, ...others] = axes.map(({ kind, value }) =>
    z
      .object({ kind: z.literal(kind), values: z.array(checkOf(value)).min(1).max(MAX_AXIS_VALUES).readonly() })
      .readonly(),
  );
  return z.discriminatedUnion('kind', [first!, ...others]);
}

/** Values along one axis of a grid. */
export const gridAxis = axisSchema(AXES);
export type { GridAxis, GridAxisKind };

/** The first axis is the slowest: sheets, rows, columns. */
export const gridAxes = z.array(gridAxis).min(1).max(MAX_AXES);

/** One label for each value, as they were called when the grid was made. */
export const labelledAxis = gridAxis.and(z.object({ labels: z.array(z.string()).readonly() }));
export type LabelledAxis = z.infer<typeof labelledAxis>;

const group = z.object({ group: name });

/** A grid as it was submitted, and what became of it. */
export const grid = group.extend({
  createdAt: z.string(),
  /** What no axis varies. */
  settings: runSettings,
  axes: z.array(labelledAxis),
  /** In the order of `gridCells`. Cells with the same settings share a task. */
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
  axes: z.array(z.object({ kind: z.string(), labels: z.array(z.string()).readonly() })),
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

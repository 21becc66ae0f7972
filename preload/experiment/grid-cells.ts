/** What the axes of a grid make of its settings. Part of what the contract means, and pure: host and pages share it. */
import { AXES, type Axis, type GridAxis, type GridAxisKind } from '../settings/axes.ts';
import type { RunSettings } from '../settings/settings.ts';
import { cellsOf, type ExperimentAxis } from './experiment.ts';

/** The settings of every cell, the first axis slowest. */
export function gridCells(
  settings: RunSettings,
  axes: readonly GridAxis[],
  known: readonly Axis[] = AXES,
): readonly RunSettings[] {
  const axesOfChanges = axes.map(({ kind, values }): ExperimentAxis<RunSettings> => {
    const order = known.findIndex((axis) => axis.kind === kind);
    const axis = known[order];
    return { order, changes: values.map((value) => (made) => (axis ? axis.apply(made, value) : made)) };
  });
  return cellsOf({ settings, axes: axesOfChanges }).map((cell) => cell.settings);
}

/** Mode and semantics vary a strategy: there has to be one. */
export function lacksStrategy({ strategy }: Pick<RunSettings, 'strategy'>, kinds: readonly GridAxisKind[]): boolean {
  return strategy === null && !kinds.includes('strategy') && (kinds.includes('mode') || kinds.includes('semantics'));
}

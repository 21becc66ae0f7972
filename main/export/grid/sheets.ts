/** A grid of the history as its exports see it: the axes in screen order, and what became of each cell. */
import type { MedianSpeedup } from '../../../native-models/strategy/median-speedup.ts';
import type { LabelledAxis } from '../../../preload/contract/grid.ts';
import { repeatsAmong } from '../../../preload/contract/repeats.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Run, TaskState } from '../../../preload/contract/task.ts';

export interface SheetCell {
  readonly settings: RunSettings;
  readonly run: Run | null;
  /** Why there is no run; null where nothing is known of it any more. */
  readonly state: TaskState | null;
}

export interface Sheets {
  readonly group: string;
  readonly createdAt: string;
  /** What no axis varies. */
  readonly settings: RunSettings;
  /** Of the model of `settings`. */
  readonly modelName: string;
  /** X across, Y down, Z one sheet below the other. */
  readonly axes: readonly LabelledAxis[];
  /** Sheet by sheet, row by row. */
  readonly cells: readonly SheetCell[];
}

/** The median over a cell's repeats among all of them: cells that take the same time, whatever they show. */
export function repeatsIn({ cells }: Pick<Sheets, 'cells'>): (run: Run) => MedianSpeedup | null {
  return repeatsAmong(cells.flatMap(({ run }) => run ?? []));
}

/** What a picture is measured against. */
export const isBaseline = ({ settings }: Pick<Run, 'settings'>): boolean => settings.strategy === null;

/** What reading a picture takes and gives, whoever made it. */
import type { GridAxis } from '../../../preload/contract/grid.ts';
import type { Model } from '../../../preload/contract/model.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { History } from '../../history/history.ts';

/** What the settings of a picture may refer to in this studio: models, start pictures, grids. */
export interface StudioContents {
  readonly history: History;
  readonly models: readonly Model[];
}

export interface CarriedSettings {
  /** Of a grid: what no axis varies. */
  readonly settings: Partial<RunSettings> | null;
  /** The axes of an exported grid, the slowest first; its group where it is in this history. */
  readonly grid: { readonly group: string | null; readonly axes: GridAxis[] } | null;
  readonly notes: string[];
}

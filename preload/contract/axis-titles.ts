import type { GridAxisKind } from './grid.ts';

/** Axes as people see them written. */
export const AXIS_TITLES: Readonly<Record<GridAxisKind, string>> = {
  strategy: 'Strategy',
  mode: 'Mode',
  semantics: 'Semantics',
  precision: 'Precision',
  prompt: 'Prompt',
  seed: 'Seed',
  steps: 'Steps',
  guidanceScale: 'Guidance',
  scheduler: 'Scheduler',
  modelId: 'Model',
  size: 'Size',
};

/** Axes by their place: across, down, and those of the sheets. */
export const AXIS_LETTERS = 'XYZWV';

import type { GridAxisKind } from '../contract/grid.ts';

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

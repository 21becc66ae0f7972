/** What undo calls a change of the header's settings. */
import { SCHEDULER_NAMES } from '../words/labels.ts';
import type { Draft } from './draft.ts';

const TITLES: { readonly [K in keyof Draft]: (value: Draft[K]) => string } = {
  prompt: () => 'Prompt',
  negativePrompt: () => 'Negative prompt',
  modelId: () => 'Model',
  initImage: (start) => (start ? 'Start picture' : 'No start picture'),
  vaeTiling: (tiling) => (tiling ? 'VAE tiling' : 'No VAE tiling'),
  scheduler: (scheduler) => SCHEDULER_NAMES[scheduler],
  steps: (steps) => `${steps} steps`,
  guidanceScale: (scale) => `Guidance ${scale}`,
  seed: (seed) => `Seed ${seed}`,
  seedLocked: (locked) => (locked ? 'Keep the seed' : 'A new seed for each run'),
  count: (count) => `${count} pictures`,
  width: (width) => `Width ${width}`,
  height: (height) => `Height ${height}`,
  device: (device) => `Device ${device}`,
};

export function titleOfChange(part: Partial<Draft>): string {
  const key = (Object.keys(TITLES) as (keyof Draft)[]).find((each) => each in part);
  return key ? TITLES[key](part[key] as never) : 'Settings';
}

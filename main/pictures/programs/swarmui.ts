/** SwarmUI: `parameters` is JSON whose `sui_image_params` has the settings by the names of its own parameters. */
import { type Layout, objectOf, saidBy } from './json.ts';
import type { Format } from './said.ts';

const LAYOUT: Layout = {
  program: 'SwarmUI',
  prompt: ['prompt'],
  negativePrompt: ['negativeprompt'],
  fields: {
    steps: 'Steps',
    seed: 'Seed',
    cfgscale: 'CFG scale',
    sampler: 'Sampler',
    comfyuisampler: 'Sampler',
    scheduler: 'Schedule type',
    comfyuischeduler: 'Schedule type',
  },
  size: ['width', 'height'],
  // The prompt as it was typed, before its wildcards were filled in.
  again: ['original_prompt', 'original_negativeprompt'],
};

export const swarmUi: Format = {
  keywords: ['parameters'],
  read(texts) {
    const json = objectOf(texts.object('parameters')?.['sui_image_params']);
    return json ? saidBy(json, LAYOUT) : null;
  },
};

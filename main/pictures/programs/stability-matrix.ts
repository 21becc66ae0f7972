/** Stability Matrix: A1111's text in `parameters`, and the same as JSON, which alone some tools leave. */
import { type Layout, saidBy } from './json.ts';
import type { Format } from './said.ts';

/** Its JSON, whose presence says that the picture is its. */
export const PARAMETERS_JSON = 'parameters-json';

const LAYOUT: Layout = {
  program: 'Stability Matrix',
  prompt: ['PositivePrompt'],
  negativePrompt: ['NegativePrompt'],
  fields: { Steps: 'Steps', Seed: 'Seed', CfgScale: 'CFG scale', Sampler: 'Sampler', Scheduler: 'Schedule type' },
  size: ['Width', 'Height'],
};

export const stabilityMatrix: Format = {
  keywords: [PARAMETERS_JSON],
  read(texts) {
    const json = texts.has('parameters') ? undefined : texts.object(PARAMETERS_JSON);
    return json && 'PositivePrompt' in json ? saidBy(json, LAYOUT) : null;
  },
};

/** Draw Things: XMP whose UserComment is JSON; `c` is the prompt, `uc` the negative one. */
import { type Layout, saidBy } from './json.ts';
import type { Format } from './said.ts';

const LAYOUT: Layout = {
  program: 'Draw Things',
  prompt: ['c'],
  negativePrompt: ['uc'],
  fields: { steps: 'Steps', seed: 'Seed', scale: 'CFG scale', sampler: 'Sampler', size: 'Size' },
  // Its configuration as scripts have it.
  again: ['v2'],
};

export const drawThings: Format = {
  keywords: [],
  read(texts) {
    const json = texts.object('xmp:UserComment') ?? texts.object('parameters');
    return json && 'c' in json && 'uc' in json ? saidBy(json, LAYOUT) : null;
  },
};

/** The Civitai generator: A1111's text, or a ComfyUI graph with the settings as JSON in a text beside it, `extraMetadata`. */
import { type Layout, objectIn, saidBy, stringOf } from './json.ts';
import type { Format } from './said.ts';

/** As notes call it. */
export const CIVITAI = 'the Civitai generator';

const LAYOUT: Layout = {
  program: CIVITAI,
  prompt: ['prompt'],
  negativePrompt: ['negativePrompt'],
  fields: { steps: 'Steps', seed: 'Seed', cfgScale: 'CFG scale', sampler: 'Sampler', scheduler: 'Schedule type' },
  size: ['width', 'height'],
};

export const civitai: Format = {
  keywords: ['parameters'],
  read(texts) {
    const extra = objectIn(stringOf(texts.object('parameters')?.['extraMetadata']));
    return extra ? saidBy(extra, LAYOUT) : null;
  },
};

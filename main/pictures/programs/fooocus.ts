/** Fooocus: JSON in `parameters`, and `fooocus` in `fooocus_scheme` or in EXIF's MakerNote. Its other scheme is A1111's. */
import { type JsonObject, type Layout, saidBy, stringOf } from './json.ts';
import type { Format } from './said.ts';

const LAYOUT: Layout = {
  program: 'Fooocus',
  prompt: ['prompt', 'full_prompt'],
  negativePrompt: ['negative_prompt'],
  fields: {
    steps: 'Steps',
    seed: 'Seed',
    guidance_scale: 'CFG scale',
    sampler: 'Sampler',
    scheduler: 'Schedule type',
    resolution: 'Size',
  },
  // With the words of styles, which are named.
  again: ['full_prompt', 'full_negative_prompt', 'metadata_scheme'],
};

export const fooocus: Format = {
  keywords: ['parameters', 'fooocus_scheme'],
  read(texts) {
    const json = texts.object('parameters');
    const scheme = texts.get('fooocus_scheme') ?? texts.get('MakerNote');
    if (!json || !(scheme === 'fooocus' || isFooocus(json))) return null;
    const size = sizeIn(stringOf(json['resolution']));
    return saidBy({ ...json, ...(size === null ? {} : { resolution: size }) }, LAYOUT);
  },
};

function isFooocus(json: JsonObject): boolean {
  return stringOf(json['version'])?.startsWith('Fooocus') || ('base_model' in json && 'performance' in json);
}

/** `(1152, 896)`, a tuple of Python's, as `1152x896`. */
function sizeIn(resolution: string | undefined): string | null {
  const sides = resolution?.match(/\d+/g) ?? [];
  return sides.length === 2 ? sides.join('x') : null;
}

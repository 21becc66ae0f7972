/** Every configuration of a model, by itself: what is accepted has to be within what could be built. */
import { readFileSync } from 'node:fs';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { createSampler } from '../../native-models/solvers/create-sampler.ts';
import { stableDiffusionConfig } from '../../native-models/solvers/scheduler-config.ts';
import { parseTextEncoderConfig } from '../../native-models/text-encoder/config.ts';
import { architectureOf, parseUNetConfig } from '../../native-models/unet/config.ts';
import { parseVaeConfig } from '../../native-models/vae/config.ts';
import { mutatedJson, type Mutated } from '../mutations/json.ts';
import type { Target } from '../target.ts';

const FAMILIES = ['sd1', 'sd2', 'bk-tiny'];
const recorded = (file: string): unknown[] =>
  FAMILIES.map((family) => JSON.parse(readFileSync(recordingPath(`${family}/model/${file}`), 'utf8')));

/** Beyond these nothing real lies, and whatever is built of them would take hours or all memory. */
const SANE = { most: 2 ** 24, length: 1000 };

function config(name: string, file: string, parse: (json: unknown) => unknown): Target<Mutated> {
  return {
    name,
    inputs: mutatedJson(recorded(file)),
    open: async () => ({ try: async ({ json }) => insane(parse(json)) }),
  };
}

export const unetConfig = config('unet-config', 'unet/config.json', (json) => {
  const parsed = parseUNetConfig(json, 'unet/config.json');
  return [parsed, architectureOf(parsed)];
});
export const vaeConfig = config('vae-config', 'vae/config.json', (json) => parseVaeConfig(json, 'vae/config.json'));
export const textEncoderConfig = config('text-encoder-config', 'text_encoder/config.json', (json) =>
  parseTextEncoderConfig(json, 'text_encoder/config.json'),
);
/** Whatever the file says, every scheduler has to give its timesteps or say why not. */
export const schedulerConfig = config('scheduler-config', 'scheduler/scheduler_config.json', (json) => {
  const id = SAMPLER_IDS[(JSON.stringify(json)?.length ?? 0) % SAMPLER_IDS.length]!;
  const { timesteps } = createSampler(id, stableDiffusionConfig(json), 20);
  return [...timesteps];
});

/** @returns what about a value, or one within it, is beyond all reason; null: nothing. */
function insane(value: unknown, path = ''): string | null {
  if (typeof value === 'number') return Math.abs(value) <= SANE.most ? null : `${path || 'a value'} is ${value}`;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return null;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  if (Array.isArray(value) && value.length > SANE.length) return `${path} has ${value.length} entries`;
  for (const [key, inner] of entries) {
    const found = insane(inner, typeof key === 'number' ? path : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** NovelAI: `Description` is the prompt, `Comment` JSON of the rest. Its copy in the alpha channel's lowest bits is not read. */
import { type JsonObject, type Layout, objectOf, saidBy } from './json.ts';
import type { Format } from './said.ts';
import type { Texts } from './texts.ts';

const LAYOUT: Layout = {
  program: 'NovelAI',
  prompt: ['prompt'],
  negativePrompt: ['uc'],
  fields: { steps: 'Steps', seed: 'Seed', scale: 'CFG scale', sampler: 'Sampler', noise_schedule: 'Schedule type' },
  size: ['width', 'height'],
};
const program = LAYOUT.program;

export const novelAi: Format = {
  keywords: ['Software', 'Source', 'Title', 'Description', 'Comment'],
  read(texts) {
    const json = texts.object('Comment');
    if (!isTheirs(texts, json)) return null;
    if (!json) return { program, why: 'its comment is missing or damaged' };
    const prompt = json['prompt'] ?? texts.get('Description') ?? '';
    const uc = json['uc'] ?? objectOf(objectOf(json['v4_negative_prompt'])?.['caption'])?.['base_caption'] ?? null;
    return saidBy({ ...json, prompt, uc }, LAYOUT);
  },
};

function isTheirs(texts: Texts, json: JsonObject | undefined): boolean {
  if (texts.get('Software') === program || texts.get('Source')?.startsWith(program)) return true;
  return json !== undefined && ('uc' in json || texts.get('Title')?.includes('generated image') === true);
}

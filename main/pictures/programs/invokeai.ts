/** InvokeAI: JSON in `invokeai_metadata` (3 and later) or `sd-metadata` (2), a command line in `Dream` (1 and 2). */
import { type Json, type Layout, objectOf, saidBy, stringOf } from './json.ts';
import { commandIn, withoutBrackets } from './dream.ts';
import type { Format, Said } from './said.ts';
import type { Texts } from './texts.ts';

const program = 'InvokeAI';
const LAYOUT: Layout = {
  program,
  prompt: ['positive_prompt', 'prompt'],
  negativePrompt: ['negative_prompt'],
  fields: { steps: 'Steps', seed: 'Seed', cfg_scale: 'CFG scale', scheduler: 'Sampler', sampler: 'Sampler' },
  size: ['width', 'height'],
};
/** Graphs of its nodes, where there is nothing else. */
const GRAPHS = ['invokeai_graph', 'invokeai_workflow'];

export const invokeAi: Format = {
  keywords: ['invokeai_metadata', 'sd-metadata', 'Dream', 'dream', ...GRAPHS],
  read(texts) {
    const said = metadataIn(texts) ?? olderIn(texts) ?? commandIn(texts.get('Dream') ?? texts.get('dream') ?? '');
    if (said) return { ...said, program };
    const isTheirs = this.keywords.some((keyword) => texts.has(keyword));
    return isTheirs ? { program, why: 'this form of them is not known' } : null;
  },
};

function metadataIn(texts: Texts): Said | null {
  const json = texts.object('invokeai_metadata');
  return json ? saidBy(json, LAYOUT) : null;
}

/** The prompt has in it, in brackets, what it should not show. */
function olderIn(texts: Texts): Said | null {
  const { image, ...others } = texts.object('sd-metadata') ?? {};
  const settings = objectOf(image);
  if (!settings) return null;
  const said = saidBy({ ...others, ...settings, prompt: null }, LAYOUT);
  return { ...said, ...withoutBrackets(promptOf(settings['prompt'])) };
}

/** One text, or a list of texts with weights. */
function promptOf(prompt: Json | undefined): string {
  const parts = Array.isArray(prompt) ? prompt : [prompt];
  return parts.map((part: Json | undefined) => stringOf(part) ?? stringOf(objectOf(part)?.['prompt']) ?? '').join(' ');
}

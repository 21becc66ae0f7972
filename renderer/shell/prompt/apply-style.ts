import type { PromptStyle } from '../../../preload/contract/prompt.ts';

/** Where a style takes the prompt in. */
const PLACE = '{prompt}';

interface Prompts {
  readonly prompt: string;
  readonly negativePrompt: string;
}

/** Both prompts in a style, as AUTOMATIC1111's web UI puts them: in their place, or before it with a comma between. */
export function applyStyle(style: Omit<PromptStyle, 'name'>, { prompt, negativePrompt }: Prompts): Prompts {
  return {
    prompt: styled(style.prompt, prompt),
    negativePrompt: styled(style.negativePrompt, negativePrompt),
  };
}

function styled(style: string, prompt: string): string {
  if (style.includes(PLACE)) return style.replaceAll(PLACE, () => prompt);
  return [prompt.trim(), style.trim()].filter(Boolean).join(', ');
}

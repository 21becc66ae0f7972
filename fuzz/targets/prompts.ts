/** Prompts with weights, breaks, tags and everything that others write into them: how they are read, in time and in words. */
import * as fc from 'fast-check';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { countPrompt } from '../../native-models/text-encoder/count-prompt.ts';
import { readPrompt } from '../../native-models/text-encoder/read-prompt.ts';
import { readTokenizer } from '../../native-models/text-encoder/tokenizer-files.ts';
import { LIMITS, PROMPT_SYNTAXES, type PromptSyntax } from '../../native-models/vocabulary.ts';
import { mutatedLine } from '../mutations/words.ts';
import type { Target } from '../target.ts';

const SEEDS = [
  'a (red:1.3) fox, [snow], ((sharp)), \\(not a bracket\\), BREAK in the (woods (at night:0.8):1.2)',
  'masterpiece, <lora:add_detail:0.8>, [cat:dog:0.5], [a|b|c], {red|green}, __animal__, embedding:bad-hands, a AND b',
  `${'a very long prompt, with commas '.repeat(40)}`,
];

interface Input {
  readonly prompt: string;
  readonly syntax: PromptSyntax;
}

/** Nothing but what means something, in any order. */
const soup = fc
  .array(
    fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      ':',
      ':1.1)',
      '|',
      '\\',
      '<',
      '>',
      '{',
      '}',
      '_',
      'BREAK',
      'AND',
      ',',
      ' ',
      'fox',
      '1',
      '.',
    ),
    { maxLength: 3000 },
  ) // prettier-ignore
  .map((parts) => parts.join(''));

const prompt = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom(...SEEDS).chain(mutatedLine) },
    { weight: 2, arbitrary: soup },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 500 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 500 }) },
  )
  // Longer ones are refused before they are read.
  .map((text) => text.slice(0, LIMITS.prompt.max));

export const prompts: Target<Input> = {
  name: 'prompts',
  inputs: fc.record({ prompt, syntax: fc.constantFrom(...PROMPT_SYNTAXES) }),
  async open() {
    const tokenizer = await readTokenizer(recordingPath('sd1/model/tokenizer'), 'tokenizer');
    return {
      async try({ prompt: text, syntax }) {
        const { chunks } = readPrompt(text, syntax, tokenizer);
        const counted = countPrompt(text, syntax, tokenizer);
        if (chunks.length !== counted.chunks) return 'another number of chunks than was counted';
        const fits = chunks.every(({ ids, weights }) => ids.length === tokenizer.room + 2 && finite(weights));
        if (!fits) return 'a window of another length, or weights that are no numbers';
        const ranges = [...counted.weights, ...counted.marks];
        const within = ranges.every(({ start, end }) => start >= 0 && start <= end && end <= text.length);
        return within && counted.borders.every((at) => at <= text.length) ? null : 'a mark beyond the text';
      },
    };
  },
};

function finite(weights: readonly number[] | null): boolean {
  return weights === null || weights.every((weight) => Math.abs(weight) <= LIMITS.promptWeight);
}

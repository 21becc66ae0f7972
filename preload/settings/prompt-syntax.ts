import { PROMPT_SYNTAXES, type PromptSyntax } from '../../native-models/vocabulary.ts';
import { setting } from './setting.ts';
import { oneOf } from './value.ts';

/** What A1111 calls its way with weights: its own, or none at all. Others of its ways we do not have. */
const EMPHASIS: Readonly<Record<PromptSyntax, string>> = { plain: 'None', a1111: 'Original' };

/** Letters of a plain prompt that A1111 would take for syntax. */
const SAYS_MORE_ELSEWHERE = /[()[\]\\]|\bBREAK\b/;

/** How both prompts are read. Runs from before there was a choice read every letter as text. */
export const promptSyntax = setting({
  key: 'promptSyntax',
  value: oneOf(PROMPT_SYNTAXES, 'plain'),
  first: 'a1111',
  words: {
    label: 'Prompt syntax',
    value: (syntax) => (syntax === 'plain' ? null : 'weights as in AUTOMATIC1111'),
    parameters: (syntax, { settings }) =>
      syntax === 'a1111' || SAYS_MORE_ELSEWHERE.test(`${settings.prompt} ${settings.negativePrompt}`)
        ? [['Emphasis', EMPHASIS[syntax]]]
        : [],
    edit: (syntax) => (syntax === 'plain' ? 'Plain prompts' : 'Weighted prompts'),
  },
  // A further chunk of a long prompt is half a percent of a call.
  decides: { picture: true, time: null },
  flag: {
    names: '--prompt-syntax <name>',
    help: 'a1111: (weights:1.2), BREAK and prompts of any length as in AUTOMATIC1111; plain: all is text, cut at 77 tokens (default: a1111)',
  },
  fromParameters: { field: 'Emphasis', read: (text) => PROMPT_SYNTAXES.find((id) => EMPHASIS[id] === text) },
});

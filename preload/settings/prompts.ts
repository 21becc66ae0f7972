/** What the picture should show, and what it should not. */
import { LIMITS } from '../../native-models/vocabulary.ts';
import { setting } from './setting.ts';
import { text } from './value.ts';

const decides = { picture: true, time: null } as const;

export const prompt = setting({
  key: 'prompt',
  value: text(LIMITS.prompt),
  first: '',
  // Long: pages and pictures give it a place of its own.
  words: { label: 'Prompt', facts: () => [] },
  decides,
  axis: true,
});

export const negativePrompt = setting({
  key: 'negativePrompt',
  value: text(LIMITS.prompt),
  first: '',
  words: {
    label: 'Negative prompt',
    value: (without) => without || null,
    pill: 'without',
    facts: () => [],
  },
  decides,
  flag: { names: '-n, --negative <text>', help: 'what the picture should not show' },
});

import { expect, test } from 'vitest';
import { applyStyle } from './apply-style.ts';

test.each([
  ['ink drawing', 'a fox', 'a fox, ink drawing'],
  ['a photo of {prompt}, 35mm', 'a fox', 'a photo of a fox, 35mm'],
  ['{prompt} and {prompt}', 'a $& fox', 'a $& fox and a $& fox'],
  ['ink', ' ', 'ink'],
  ['', 'a fox ', 'a fox'],
  ['{prompt}', '', ''],
])('style %s on %s', (style, prompt, expected) => {
  const applied = applyStyle({ prompt: style, negativePrompt: style }, { prompt, negativePrompt: prompt });
  expect(applied).toEqual({ prompt: expected, negativePrompt: expected });
});

import { expect, test } from 'vitest';
import { notesOf } from './prompt-marks.ts';
import { parsePrompt } from './read-prompt.ts';

const noted = (prompt: string, syntax: 'plain' | 'a1111') => notesOf(prompt, syntax, parsePrompt(prompt, syntax).marks);

test('what is understood is not spoken of', () => {
  expect(noted('a ((red:1.3) fox) [low] \\(x\\) BREAK (y', 'a1111')).toEqual([]);
  expect(noted('a red fox, {x} <y> 50% :) z]', 'plain')).toEqual([]);
});

test('plain prompts: weights are letters, and so are tags', () => {
  expect(noted('(red:1.3) fox ((by) [the]) sea \\(x BREAK', 'plain')).toEqual([
    '"(red:1.3)", "((by) [the])", "\\(" and 1 more: with plain prompts weights, brackets, backslashes and BREAK are read as letters',
  ]);
  expect(noted('fox <lora:foo:0.8>', 'plain')).toEqual([
    '"<lora:foo:0.8>": a tag of a LoRA, hypernetwork or other network means nothing here and is read as text',
  ]);
  expect(noted('[a|b]', 'plain')).toEqual([
    '"[a|b]": a prompt that changes from step to step means nothing here and is read as text',
  ]);
});

test('weighted prompts: every kind once, with what it stands at', () => {
  expect(noted('<lora:foo:0.8> fox [a:b:0.5] <lora:c:1> __x__ <lora:foo:0.8> AND', 'a1111')).toEqual([
    '"<lora:foo:0.8>", "<lora:c:1>": a tag of a LoRA, hypernetwork or other network means nothing here and is left out',
    '"[a:b:0.5]": a prompt that changes from a step on means nothing here and is read as text',
    '"__x__": a wildcard means nothing here and is read as text',
    '"AND": AND, which joins prompts elsewhere, means nothing here and is read as text',
  ]);
  expect(noted('(a:1.2.3) (b BREAK c)', 'a1111')).toEqual([
    '":1.2.3": this is no number that a weight can be; it is read as text, and the brackets count 1.1 times',
    '"BREAK": within brackets BREAK is read as a word, as AUTOMATIC1111 does; outside it begins a new chunk',
  ]);
});

test('a long quotation is cut', () => {
  expect(noted(`<lora:${'x'.repeat(90)}:1>`, 'a1111')[0]).toContain(`"<lora:${'x'.repeat(33)}…"`);
});

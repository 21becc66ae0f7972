/** Weighted and long prompts, as the independent reading of A1111's rules has them (reference/record_prompts.py). */
import { describe, expect, test } from 'vitest';
import { recordedJson, recordingPath } from '../reference/recording.ts';
import { LIMITS } from '../vocabulary.ts';
import { parsePrompt, readPrompt } from './read-prompt.ts';
import { builtInTokenizer, readTokenizer } from './tokenizer-files.ts';
import { readWeights } from './weights.ts';

interface Recorded {
  readonly text: string;
  readonly pieces: readonly (readonly [text: string, weight: number])[];
  readonly ids: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

describe.each(['sd1', 'sd2'])('%s', (family) => {
  const recorded = Object.entries(recordedJson<Record<string, Recorded>>(`${family}/prompts.json`));

  test.each(recorded)('%s: the texts and their weights', (_, { text, pieces }) => {
    const { texts } = parsePrompt(text, 'a1111');
    expect(texts.map((each) => [each.text, each.weight])).toEqual(pieces);
    // every letter is where the prompt has it
    for (const each of texts) expect(each.places.map((place) => text[place]).join('')).toBe(each.text);
  });

  test.each(recorded)('%s: the windows', async (_, { text, ids, weights }) => {
    const tokenizer = await readTokenizer(recordingPath(`${family}/model/tokenizer`), 'tokenizer');
    const { chunks, cut } = readPrompt(text, 'a1111', tokenizer);
    expect(cut).toBeNull();
    expect(chunks.map((chunk) => chunk.ids)).toEqual(ids.map((chunk) => tokenizer.window(chunk)));
    const padded = weights.map((each) => [1, ...each, ...Array<number>(76 - each.length).fill(1)]);
    expect(chunks.map((chunk) => chunk.weights ?? Array<number>(77).fill(1))).toEqual(padded);
  });

  test('without anything of the syntax, and up to 75 tokens, both readings are one', async () => {
    const tokenizer = await readTokenizer(recordingPath(`${family}/model/tokenizer`), 'tokenizer');
    for (const text of [
      '',
      'a photo of a cat',
      'a cat, 2024: the sea! <|endoftext|> {hat} <a> :)',
      'cat '.repeat(75),
    ]) {
      expect(readPrompt(text, 'a1111', tokenizer), text).toEqual(readPrompt(text, 'plain', tokenizer));
    }
  });
});

test.each([
  [
    '(cat:1.2.3) sea',
    [
      ['cat:1.2.3', 1.1],
      [' sea', 1],
    ],
    ['1.2.3'],
  ],
  [
    '(cat: . ) sea',
    [
      ['cat: . ', 1.1],
      [' sea', 1],
    ],
    ['.'],
  ],
  [
    '(cat:-) sea',
    [
      ['cat:-', 1.1],
      [' sea', 1],
    ],
    [],
  ],
  [
    '(cat:1000000) (sea:1000001)',
    [
      ['cat', 1e6],
      [' ', 1],
      ['sea:1000001', 1.1],
    ],
    ['1000001'],
  ],
  [`(cat:${'9'.repeat(400)})`, [[`cat:${'9'.repeat(400)}`, 1.1]], ['9'.repeat(400)]],
  [`${'('.repeat(60)}cat${':1000000)'.repeat(59)}:0)`, [['cat', 0]], []],
] as const)('%s: a number that is no weight is text, and said to be', (prompt, texts, bad) => {
  const read = readWeights(prompt);
  expect(read.texts.map(({ text, weight }) => [text, weight])).toEqual(texts);
  expect(read.badNumbers.map(({ start, end }) => prompt.slice(start, end).replaceAll(/[:\s]/g, ''))).toEqual(bad);
});

test('a prompt of very many tokens is cut, and what was cut is said', async () => {
  const tokenizer = await builtInTokenizer('<|endoftext|>');
  const fits = `${'cat '.repeat(75)}`.repeat(LIMITS.promptChunks);
  expect(readPrompt(fits, 'a1111', tokenizer)).toMatchObject({ cut: null });
  const { chunks, cut } = readPrompt(`${fits} a (tired:1.2) dog`, 'a1111', tokenizer);
  expect([chunks.length, cut]).toEqual([LIMITS.promptChunks, 'a tired dog']);
  expect(readPrompt('BREAK '.repeat(1666), 'a1111', tokenizer).chunks).toHaveLength(LIMITS.promptChunks);
});

test('the longest prompts are read in no time', async () => {
  const tokenizer = await builtInTokenizer('<|endoftext|>');
  for (const piece of ['(', '[', ':', '\\', '{|', '__', '<a:', '((a:1.1)', '[a|', 'BREAK ', '<', '|', ')']) {
    const prompt = piece.repeat(LIMITS.prompt.max / piece.length);
    expect(readPrompt(prompt, 'a1111', tokenizer).chunks.length, piece).toBeGreaterThan(0);
  }
});

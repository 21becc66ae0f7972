import { expect, test } from 'vitest';
import { LIMITS } from '../vocabulary.ts';
import { countPrompt } from './count-prompt.ts';
import { builtInTokenizer } from './tokenizer-files.ts';

const tokenizer = await builtInTokenizer('<|endoftext|>');
const count = (prompt: string, syntax: 'plain' | 'a1111' = 'a1111') => countPrompt(prompt, syntax, tokenizer);
const at = (prompt: string, ranges: readonly { start: number; end: number }[]) =>
  ranges.map(({ start, end }) => prompt.slice(start, end));

test('tokens are counted as A1111 counts them', () => {
  expect(count('')).toMatchObject({ tokens: 0, chunks: 1, room: 75, borders: [] });
  expect(count('a photo of a cat')).toMatchObject({ tokens: 5, chunks: 1 });
  expect(count('cat '.repeat(75))).toMatchObject({ tokens: 75, chunks: 1, borders: [] });
  expect(count('cat '.repeat(76))).toMatchObject({ tokens: 76, chunks: 2, borders: [300] });
  expect(count('a cat BREAK a dog')).toMatchObject({ tokens: 77, chunks: 2, borders: [12] });
  expect(count('BREAK BREAK a')).toMatchObject({ tokens: 151, chunks: 3, borders: [12] });
});

test('a chunk ends after a comma, and begins with the word behind it', () => {
  const prompt = `${'cat '.repeat(60)}, (${'dog '.repeat(20)}:1.2)`;
  expect(count(prompt)).toMatchObject({ tokens: 95, chunks: 2, borders: [prompt.indexOf('dog')] });
});

test('weights and what is not understood are where they are written', () => {
  const prompt = 'a ((red)) <lora:x:1> [low] \\(b\\) [c|d] (e:1.5)';
  const { weights, marks, notes } = count(prompt);
  expect(at(prompt, weights)).toEqual(['red', 'low', 'c|d', 'e']);
  expect(weights.map(({ weight }) => Number(weight.toFixed(3)))).toEqual([1.21, 0.909, 0.909, 1.5]);
  expect(at(prompt, marks)).toEqual(['<lora:x:1>', '[c|d]']);
  expect(marks[0]!.reason).toContain('left out');
  expect(notes).toHaveLength(2);
});

test('accents, marks, emoji and capitals do not shift the places', () => {
  const prompt = `${'e\u0301 İSTANBUL 🐈‍⬛ 猫, '.repeat(12)}`;
  const { borders } = count(prompt);
  expect(borders.length).toBeGreaterThan(0);
  for (const border of borders) expect(prompt.slice(border)).toMatch(/^(e\u0301|İ|🐈|猫|,)/u);
});

test('what is left out is marked: beyond 75 tokens where prompts are plain, beyond the last chunk otherwise', () => {
  const prompt = 'cat '.repeat(80);
  const plain = count(prompt, 'plain');
  expect(plain).toMatchObject({ tokens: 80, chunks: 1, borders: [], weights: [] });
  expect(plain.marks).toEqual([{ start: 300, end: 320, reason: 'this does not fit, and is left out' }]);
  const long = 'cat '.repeat(75 * LIMITS.promptChunks + 1);
  const { chunks, marks } = count(long);
  expect([chunks, at(long, marks)]).toEqual([LIMITS.promptChunks, ['cat ']]);
});

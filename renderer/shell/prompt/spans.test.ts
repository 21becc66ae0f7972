import { expect, test } from 'vitest';
import { countInWords, spansOf } from './spans.ts';

const text = 'a ((red)) fox __x__ end';
const counted = {
  text,
  tokens: 9,
  chunks: 2,
  room: 75,
  borders: [10],
  weights: [{ start: 4, end: 7, weight: 1.21 }],
  marks: [{ start: 14, end: 19, reason: 'no' }],
};

test('a prompt falls into pieces that look different', () => {
  const spans = spansOf(text, counted);
  expect(spans.map((span) => span.text)).toEqual(['a ((', 'red', ')) ', 'fox ', '__x__', ' end']);
  expect(spans.map(({ weight }) => weight)).toEqual([null, 1.21, null, null, null, null]);
  expect(spans.map(({ reason }) => reason)).toEqual([null, null, null, null, 'no', null]);
  expect(spans.map(({ border }) => border)).toEqual([false, false, false, true, false, false]);
});

test('what overlaps is marked as both; all of the text is there', () => {
  const marks = [{ start: 5, end: 12, reason: 'no' }];
  const spans = spansOf(text, { ...counted, marks });
  expect(spans.map((span) => span.text).join('')).toBe(text);
  expect(spans.find((span) => span.text === 'ed')).toMatchObject({ weight: 1.21, reason: 'no' });
});

test('while something else was counted nothing is marked', () => {
  const plain = { text: `${text}!`, weight: null, reason: null, border: false };
  expect(spansOf(`${text}!`, counted)).toEqual([plain]);
  expect(spansOf('', null)).toEqual([{ ...plain, text: '' }]);
});

test('the count says how many chunks there are, where there are several', () => {
  expect(countInWords({ tokens: 37, chunks: 1, room: 75 })).toBe('37 / 75');
  expect(countInWords({ tokens: 152, chunks: 3, room: 75 })).toBe('152 / 225 in 3 chunks');
});

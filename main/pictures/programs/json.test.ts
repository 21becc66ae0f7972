import { expect, test } from 'vitest';
import { objectIn, parseJson } from './json.ts';

test.each([
  ['{"seed": 5, "scale": 7.0}', { seed: 5, scale: 7 }],
  ['{"seed": 18446744073709551615}', { seed: '18446744073709551615' }],
  ['{"seed": 9007199254740990.7}', { seed: '9007199254740990.7' }],
  ['{"seed": 9007199254740991}', { seed: '9007199254740991' }],
  ['{"a": [NaN, -Infinity], "b": "NaN of \\"Infinity\\""}', { a: [null, -Infinity], b: 'NaN of "Infinity"' }],
  ['\uFEFF {"a": 1}', { a: 1 }],
])('%s is read, no number rounded', (text, object) => {
  expect(objectIn(text)).toEqual(object);
});

test.each(['{"a": 1', '{a fox}', '[1]', 'a fox', '', '{"a":'.repeat(100_000), '{"__proto__": {"x": 1}'])(
  'what is no object is none',
  (text) => {
    expect(objectIn(text)).toBeUndefined();
  },
);

test('a name that objects have already is a name like others', () => {
  expect(Object.keys(objectIn('{"__proto__": 1, "constructor": 2}')!)).toEqual(['__proto__', 'constructor']);
  expect(parseJson('"a"')).toBe('a');
});

test('JSON that is nested beyond all reason is no settings of anybody; brackets in a text are text', () => {
  const deep = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  expect(parseJson(deep(20_000))).toBeUndefined();
  expect(parseJson(deep(100))).toBeDefined();
  const prompt = `${'['.repeat(1000)}\\" {`;
  expect(parseJson(JSON.stringify({ prompt }))).toEqual({ prompt });
});

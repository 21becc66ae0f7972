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

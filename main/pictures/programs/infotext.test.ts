import { expect, test } from 'vitest';
import { fieldsIn } from './fields.ts';
import { readInfotext } from './infotext.ts';

test.each([
  ['Steps: 20, Sampler: Euler a', { Steps: '20', Sampler: 'Euler a' }],
  ['A: "x, y: z", B: 1', { A: 'x, y: z', B: '1' }],
  ['A: "with \\"quotes\\"\\nand lines", B: 1', { A: 'with "quotes"\nand lines', B: '1' }],
  ['A: "C:\\models\\x, y", B: 1', { A: 'C:\\models\\x, y', B: '1' }],
  ['A: "never closed, B: 1', { A: '"never closed', B: '1' }],
  ['A: "closed" and on, B: 1', { A: '"closed" and on', B: '1' }],
  ['A: [{"a":"],"},{"b":[1,2]}], B: {"c":{}}, C: 1', { A: '[{"a":"],"},{"b":[1,2]}]', B: '{"c":{}}', C: '1' }],
  ['A: [fox:dog:0.5] in snow, B: 1', { A: '[fox:dog:0.5] in snow', B: '1' }],
  ['A: [1, B: 2', { A: '[1', B: '2' }],
  ['A: 1 | B: 2, 3 | C: 4', { A: '1', B: '2, 3', C: '4' }],
  ['A: 1, word, B: 2\nC: 3', { A: '1', word: '', B: '2', C: '3' }],
  ['A: 1, A: 2, : 3, , ,', { A: '2' }],
  ['__proto__: 1, constructor: 2', { ['__proto__']: '1', constructor: '2' }],
  ['', {}],
])('fields of %j', (text, fields) => {
  expect([...fieldsIn(text)]).toEqual(Object.entries(fields));
});

const NO_FIELDS = new Map();
const FIELDS = new Map([
  ['Steps', '20'],
  ['Sampler', 'Euler a'],
  ['Seed', '5'],
]);
const LINE = 'Steps: 20, Sampler: Euler a, Seed: 5';

test.each([
  ['a fox', 'a fox', '', NO_FIELDS],
  ['a fox\nNegative prompt: bad', 'a fox', 'bad', NO_FIELDS],
  [`a fox\nNegative prompt: bad\n${LINE}`, 'a fox', 'bad', FIELDS],
  [`a fox\r\nin snow\r\nNegative prompt: bad\r\nworse\r\n${LINE}\r\n`, 'a fox\nin snow', 'bad\nworse', FIELDS],
  [`Negative prompt: bad\n${LINE}`, '', 'bad', FIELDS],
  [LINE, '', '', FIELDS],
  [`a fox. Negative prompt: bad. ${LINE}`, 'a fox.', 'bad.', FIELDS],
  [`a fox, ${LINE}`, 'a fox,', '', FIELDS],
  [`a fox\n\0${LINE}\0`, 'a fox', '', FIELDS],
  [
    `a sign that says Negative prompt: on\nNegative prompt: bad\n${LINE}`,
    'a sign that says Negative prompt: on',
    'bad',
    FIELDS,
  ],
  ['Steps: 12 in all, drawn as a leaflet', 'Steps: 12 in all, drawn as a leaflet', '', NO_FIELDS],
  ['recipe, Steps: 3, size: big, time: now', 'recipe, Steps: 3, size: big, time: now', '', NO_FIELDS],
  [
    'a fox\nsteps: 20, Seed: 5, sampler: Euler a',
    'a fox',
    '',
    new Map([...FIELDS].toSorted(([a], [b]) => (a === 'Steps' ? -1 : b.localeCompare(a) * -1))),
  ],
])('%j', (text, prompt, negativePrompt, fields) => {
  const read = readInfotext(text);
  expect({ ...read, fields: Object.fromEntries(read.fields) }).toEqual({
    prompt,
    negativePrompt,
    fields: Object.fromEntries(fields),
  });
});

/** Texts that were slow, and their like: a minute each where time goes with the square of the length. */
const LENGTH = 400_000;
test.each([
  ['p\nSteps: 1, ', ' ', ''],
  ['p\nSteps: 1, Seed: 2, a: 3', ', b', ''],
  ['p\nSteps: 1, Seed: 2, a: 3', ', b: "', ''],
  ['p\nSteps: 1, Seed: 2, a: 3', ', b: [', ''],
  ['p\nSteps: 1, Seed: 2, a: [', ',b: [', ']x'.repeat(1000)],
  ['p', ' Steps: 1,', ''],
  ['p', '\nSteps: 1, a', ''],
  ['p', ' Negative prompt:', ''],
  ['', ':', ''],
  ['', '"\\', ''],
  ['', '\n', ''],
])('is read in one go, however long: %j %j %j', (head, repeated, tail) => {
  const text = head + repeated.repeat(LENGTH / repeated.length) + tail;
  expect(readInfotext(text).prompt.length).toBeLessThanOrEqual(text.length);
});

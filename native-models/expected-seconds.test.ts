import { expect, test } from 'vitest';
import { expectedSeconds, ratesOf } from './expected-seconds.ts';

const never = () => Number.NaN;

test('calls take what calls of their kind took, by what fits best', () => {
  const own = new Map([['inherit', 0.5]]);
  const all = new Map([
    ['full', 2],
    ['inherit', 1],
  ]);
  const calls = [['full', 3] as const, ['inherit', 4] as const];
  expect(expectedSeconds(calls, [own, all], never)).toBe(3 * 2 + 4 * 0.5);
  expect(expectedSeconds(calls, [all], never)).toBe(3 * 2 + 4 * 1);
  expect(expectedSeconds(calls, [own], (kind) => (kind === 'full' ? 7 : never()))).toBe(3 * 7 + 4 * 0.5);
  expect(expectedSeconds([], [], never)).toBe(0);
});

test('kinds may be the forms of a plan', () => {
  const timings = [
    { form: 0, seconds: 3 },
    { form: 1, seconds: 1 },
    { form: 0, seconds: 5 },
  ];
  const rates = ratesOf(timings, ({ form }) => form);
  expect([...rates]).toEqual([
    [0, 4],
    [1, 1],
  ]);
  expect(expectedSeconds([[1, 2] as const, [2, 1] as const], [rates], () => 4)).toBe(2 * 1 + 4);
  expect(
    ratesOf(
      timings,
      ({ form }) => form,
      (seconds) => Math.max(...seconds),
    ).get(0),
  ).toBe(5);
});

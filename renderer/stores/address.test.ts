import { expect, test } from 'vitest';
import { addressOf, idIn, paramsOf } from './address.ts';

test('an address carries ids to its page and back', () => {
  const address = addressOf('compare', { a: 3, b: null, c: 5 });
  expect(address).toBe('#/compare?a=3&c=5');
  const params = paramsOf(address);
  expect([idIn(params, 'a'), idIn(params, 'b'), idIn(params, 'c')]).toEqual([3, null, 5]);
});

test('an address without ids has no question mark, and anything but an id is none', () => {
  expect(addressOf('history')).toBe('#/history');
  expect(idIn(paramsOf('#/history?run=-1'), 'run')).toBeNull();
  expect(idIn(paramsOf('#/history?run=1e3'), 'run')).toBeNull();
});

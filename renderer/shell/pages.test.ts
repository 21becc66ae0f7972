import { expect, test } from 'vitest';
import { pageOf } from './pages.ts';

test('an address leads to its page, any other to none', () => {
  expect(pageOf('#/models?add')?.id).toBe('models');
  expect(pageOf('#/welcome')?.id).toBe('welcome');
  expect(pageOf('')).toBeNull();
  expect(pageOf('#/nowhere')).toBeNull();
});

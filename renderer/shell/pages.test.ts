import { expect, test } from 'vitest';
import type { Run } from '../../preload/contract/task.ts';
import { firstPage, pageOf } from './pages.ts';

test('an address leads to its page, any other to none', () => {
  expect(pageOf('#/models?add')?.id).toBe('models');
  expect(pageOf('#/welcome')?.id).toBe('welcome');
  expect(pageOf('')).toBeNull();
  expect(pageOf('#/nowhere')).toBeNull();
});

test('who has made nothing yet is welcomed, as soon as the host has told', () => {
  const told = { models: [], records: { recent: [] as Run[] }, problem: null, connection: 'connected' } as const;
  expect(firstPage(told)?.id).toBe('welcome');
  expect(firstPage({ ...told, records: { recent: [{} as Run] } })?.id).toBe('compose');
  expect(firstPage({ ...told, models: null })).toBeNull();
  expect(firstPage({ ...told, models: null, connection: 'lost' })?.id).toBe('compose');
});

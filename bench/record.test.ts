import { expect, test } from 'vitest';
import { table, withSection } from './record.ts';

test('only what stands between the markers is replaced', () => {
  const document = 'before\n<!-- bench:a -->\nold\n<!-- /bench:a -->\nafter\n';
  expect(withSection(document, 'a', 'new')).toBe('before\n<!-- bench:a -->\n\nnew\n\n<!-- /bench:a -->\nafter\n');
});

test('a document without the markers is left alone', () => {
  expect(() => withSection('text', 'a', 'new')).toThrow('bench:a');
});

test('a table has its head, a line and its rows', () => {
  expect(table(['what', 'ms'], [['a|b', '1']])).toBe('| what | ms |\n| --- | --- |\n| a\\|b | 1 |');
});

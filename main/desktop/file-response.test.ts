import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileResponse } from './file-response.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heirloom-pages-'));
  mkdirSync(join(folder, 'pages'));
  writeFileSync(join(folder, 'pages', 'index.html'), '<p>studio</p>');
  writeFileSync(join(folder, 'secret.html'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file comes with its type and the headers asked for', async () => {
  const response = await fileResponse(join(folder, 'pages'), '/index.html', { 'content-security-policy': 'none' });
  expect(await response?.text()).toBe('<p>studio</p>');
  expect(Object.fromEntries(response!.headers)).toEqual({
    'content-security-policy': 'none',
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
});

test.each(['../secret.html', '/../secret.html', 'missing.html', '', '.'])(
  '%j is no file of the folder',
  async (path) => {
    expect(await fileResponse(join(folder, 'pages'), path, {})).toBeNull();
  },
);

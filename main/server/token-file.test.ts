import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { tokenIn } from './token-file.ts';

const hasModes = process.platform !== 'win32';

test('a token is made once, for its owner alone, and kept', async () => {
  const file = join(await temporaryFolder(), 'config', 'token');
  const token = tokenIn(file);
  expect(token).toMatch(/^[\w-]{43}$/);
  if (hasModes) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(tokenIn(file)).toBe(token);
  expect(readFileSync(file, 'utf8')).toBe(`${token}\n`);
  rmSync(file);
  expect(tokenIn(file)).not.toBe(token);
});

test.runIf(hasModes).each([0o644, 0o640, 0o604, 0o620])(
  'mode %d (decimal) is refused, with what to do',
  async (mode) => {
    const file = join(await temporaryFolder(), 'token');
    const token = tokenIn(file);
    chmodSync(file, mode);
    expect(() => tokenIn(file)).toThrow(`others may read it (mode 0${mode.toString(8)})`);
    chmodSync(file, 0o600);
    expect(tokenIn(file)).toBe(token);
  },
);

test.each([
  ['', 'it holds no token'],
  ['short', 'it holds no token'],
  ['a token with spaces that is long enough', 'it holds no token'],
  ['x'.repeat(100_000), 'it holds no token'],
])('what is no token is refused: %#', async (text, says) => {
  const file = join(await temporaryFolder(), 'token');
  writeFileSync(file, text, { mode: 0o600 });
  expect(() => tokenIn(file)).toThrow(says);
});

test('a folder, and a place where nothing can be made, are refused in words', async () => {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'inside'));
  expect(() => tokenIn(join(folder, 'inside'))).toThrow(/--token-file .*inside: it is no file/);
  writeFileSync(join(folder, 'file'), '');
  expect(() => tokenIn(join(folder, 'file', 'token'))).toThrow('a file is where its folder should be');
  if (process.platform === 'linux')
    expect(() => tokenIn('/proc/heirloom/token')).toThrow('no folder can be made there');
});

import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explain } from './explain.ts';
import { storageProblem } from './storage-problem.ts';

const refusal = (code: string) => Object.assign(new Error(`${code}: refused`), { code });

test.each([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'you have used up your share of the disk'],
  ['EROFS', 'its disk is read-only'],
  ['EIO', 'the disk failed'],
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_IOERR_FSYNC', 'the disk failed'],
  ['SQLITE_READONLY_DBMOVED', 'it may not be written'],
])('%s: what happened and what to do', (code, happened) => {
  const problem = storageProblem('/data/history.sqlite', refusal(code))!;
  expect(problem.message).toBe(`/data/history.sqlite: ${happened} (${code})`);
  expect(problem.remedy).toMatch(/\.|\?$/);
});

test('what no disk is to blame for is none', () => {
  expect(storageProblem('x', refusal('SQLITE_CORRUPT'))).toBeNull();
  expect(storageProblem('x', refusal('ECONNREFUSED'))).toBeNull();
  expect(storageProblem('x', new Error('no code'))).toBeNull();
});

test.runIf(existsSync('/dev/full'))('a disk that is full, whoever wrote to it, is said in words', () => {
  let thrown: unknown;
  try {
    writeFileSync('/dev/full', 'x');
  } catch (error) {
    thrown = error;
  }
  expect(explain(thrown)).toEqual({
    message: 'A file: the disk is full (ENOSPC)',
    remedy: 'Make room on it.',
    exitCode: 1,
  });
});

import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from './reference/temporary-folder.ts';
import { readJson } from './read-json.ts';

test('NaN is no number to anybody', async () => {
  const path = join(await temporaryFolder(), 'config.json');
  await writeFile(path, '{"scaling_factor": NaN, "name": "NaN \\" NaN"}');
  expect(await readJson(path, 'config.json', z.looseObject({}))).toMatchObject({ name: 'NaN " NaN' });
  await expect(readJson(path, 'config.json', z.object({ scaling_factor: z.number() }))).rejects.toThrow(
    'config.json: scaling_factor: expected a number, found text. Correct the file',
  );
});

test('a file that is too large to be what it is called is not read', async () => {
  const path = join(await temporaryFolder(), 'config.json');
  await writeFile(path, '{}');
  await truncate(path, 2 ** 40);
  await expect(readJson(path, 'config.json', z.looseObject({}))).rejects.toThrow(
    'expected at most 64 MB, found 1048576 MB',
  );
});

test('reads what Python writes: Infinity is a number, and stays a word inside strings', async () => {
  const path = join(await temporaryFolder(), 'scheduler_config.json');
  await writeFile(path, '{"lambda_min_clipped": -Infinity, "name": "a: Infinity war"}');
  expect(await readJson(path, 'scheduler_config.json', z.looseObject({}))).toEqual({
    lambda_min_clipped: -Infinity,
    name: 'a: Infinity war',
  });
});

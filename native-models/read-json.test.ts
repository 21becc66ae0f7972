import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from './reference/temporary-folder.ts';
import { readJson } from './read-json.ts';

test('reads what Python writes: Infinity is a number, and stays a word inside strings', async () => {
  const path = join(await temporaryFolder(), 'scheduler_config.json');
  await writeFile(path, '{"lambda_min_clipped": -Infinity, "name": "a: Infinity war"}');
  expect(await readJson(path, 'scheduler_config.json', z.looseObject({}))).toEqual({
    lambda_min_clipped: -Infinity,
    name: 'a: Infinity war',
  });
});

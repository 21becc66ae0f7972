import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { recommendationOf } from './recommendation.ts';

async function adviceOf(text: string) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'heirloom.json'), text);
  return await recommendationOf(folder);
}

test('what makers advise, with or without a byte order mark; nothing where there is no file', async () => {
  const advice = { steps: 50, guidanceScale: 4, scheduler: 'pndm', prompts: ['a fox'] };
  expect(await adviceOf(JSON.stringify(advice))).toEqual(advice);
  expect(await adviceOf(`\ufeff${JSON.stringify(advice)}`)).toEqual(advice);
  expect(await recommendationOf(await temporaryFolder())).toEqual({ prompts: [] });
});

test.each([{ steps: 1e9 }, { guidanceScale: 101 }, { negativePrompt: 'x'.repeat(10_001) }, { scheduler: 'none' }])(
  'advice that nobody can follow is refused: %j',
  async (advice) => {
    await expect(adviceOf(JSON.stringify(advice))).rejects.toThrow('heirloom.json: ');
  },
);

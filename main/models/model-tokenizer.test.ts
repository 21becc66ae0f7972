import { expect, test } from 'vitest';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { temporaryFolder } from '../../native-models/reference/temporary-folder.ts';
import { ModelTokenizer } from './model-tokenizer.ts';

test('each model has its own, the last is kept, and what fails is tried anew', async () => {
  const tokenizers = new ModelTokenizer(await temporaryFolder());
  const [sd1, sd2] = ['sd1', 'sd2'].map((family) => recordingPath(`${family}/model`)) as [string, string];
  const first = await tokenizers.of(sd1);
  expect(await tokenizers.of(sd1)).toBe(first);
  // SD 2 fills windows with "!".
  expect((await tokenizers.of(sd2)).window([]).at(-1)).toBe(0);
  expect(first.window([]).at(-1)).toBe(603);
  for (let tries = 0; tries < 2; tries++) await expect(tokenizers.of('/nowhere')).rejects.toThrow();
  expect((await tokenizers.of(sd1)).room).toBe(75);
});

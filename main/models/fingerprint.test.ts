import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

async function model(weights: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heirloom-model-'));
  await mkdir(join(folder, 'unet'));
  await writeFile(join(folder, 'model_index.json'), '{}');
  await writeFile(join(folder, 'unet', 'weights.safetensors'), weights);
  await writeFile(join(folder, 'README.md'), `made at ${folder}`);
  return folder;
}

it('tells models apart by content, wherever they lie', async () => {
  const weights = Buffer.alloc(1_000_000, 7);
  const [one, same] = [await model(weights), await model(weights)];
  const first = await fingerprint(one);
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(await fingerprint(same)).toBe(first);

  weights[weights.length - 1] = 8;
  expect(await fingerprint(await model(weights))).not.toBe(first);

  await rename(join(same, 'unet'), join(same, 'unet2'));
  expect(await fingerprint(same)).not.toBe(first);
});

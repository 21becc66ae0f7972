/** A weight that is no number: its own network is named, where it is first run. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSafetensors } from '../checkpoint/formats/safetensors.ts';
import { copyOf } from '../families/copied-model.fixture.ts';
import { requestOf } from '../reference/recipe.ts';
import { recordedJson } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import type { GenerationEvent } from './generation.ts';
import { openPipeline } from './pipeline.ts';

const WEIGHTS = 'diffusion_pytorch_model.safetensors';

/** Makes the first number of a tensor none. */
async function spoil(path: string, tensor: string): Promise<void> {
  const { offset } = (await readSafetensors(path, path)).tensors.get(tensor)!;
  await using file = await open(path, 'r+');
  await file.write(Buffer.from(Float32Array.of(Number.NaN).buffer), 0, 4, offset);
}

test.each([
  ['unet', WEIGHTS, 'conv_out.weight', 'unet: its numbers are not finite at call 1 of 21. Are its weights damaged?'],
  [
    'text_encoder',
    'model.safetensors',
    'text_model.final_layer_norm.bias',
    'text_encoder: its numbers are not finite. Are its weights damaged?',
  ],
  ['vae', WEIGHTS, 'decoder.conv_out.bias', 'vae_decoder: its numbers are not finite'],
])('in the %s', async (network, file, tensor, says) => {
  const folder = await copyOf('sd1');
  await spoil(join(folder, network, file), tensor);
  const pipeline = await openPipeline(folder, { dataFolder: await temporaryFolder(), device: 'cpu', threads: 1 });
  onTestFinished(() => pipeline.dispose());
  const events: GenerationEvent[] = [];
  const run = pipeline.generate(requestOf(recordedJson('sd1/text-to-image.json'), 'pndm'), (event) =>
    events.push(event),
  );
  await expect(run).rejects.toThrow(says);
  await expect(run).rejects.toMatchObject({ about: 'world' });
  expect(events.filter(({ kind }) => kind === 'call')).toHaveLength(network === 'vae' ? 21 : 0);
});

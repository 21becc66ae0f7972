/** Prompts whose padding is left out of sight, and prompts of fewer tokens: as diffusers encodes them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkModel } from '../families/check-model.ts';
import { copyOf, open } from '../families/copied-model.fixture.ts';
import { recordedJson, recordedTensors, relativeError } from '../reference/recording.ts';
import { conditionOn } from '../sampling/conditioning.ts';
import { readPrompts } from '../sampling/read-prompts.ts';
import { createSession } from '../runtime/session.ts';
import { buildTextEncoder } from './text-encoder.ts';

const { prompts } = recordedJson<{ readonly prompts: readonly [string, string] }>('options.json');
const recorded = recordedTensors('options.safetensors');

const MASKED = { 'text_encoder/config.json': { use_attention_mask: true } };
const SHORT = { 'tokenizer/tokenizer_config.json': { model_max_length: 60 } };

test.each([
  ['masked', MASKED],
  ['short', SHORT],
  ['masked_short', { ...MASKED, ...SHORT }],
])('%s', async (name, changes) => {
  const folder = await copyOf('sd1');
  for (const [file, change] of Object.entries(changes)) {
    const json = JSON.parse(await readFile(join(folder, file), 'utf8'));
    await writeFile(join(folder, file), JSON.stringify({ ...json, ...change }));
  }
  const checkpoint = await open(folder);
  const { config, tokenizer } = (await checkModel(checkpoint)).textEncoders.get('textEncoder')!;
  const weights = await checkpoint.textEncoders.get('textEncoder')!.load();
  const session = await createSession(buildTextEncoder(config, weights, 1), weights.folder, 'cpu');
  const [prompt, negativePrompt] = prompts;
  const encoders = new Map([['textEncoder', { tokenizer, session }]] as const);
  const size = { width: 64, height: 64 };
  const feeds = await conditionOn(
    readPrompts({ prompt, negativePrompt }, encoders, true),
    size,
    checkpoint.family,
    encoders,
    1,
  );
  await session.dispose();
  const truth = recorded(`text.${name}`);
  const [positive, negative] = [0, 1].map((row) =>
    truth.data.subarray((row * truth.data.length) / 2, ((row + 1) * truth.data.length) / 2),
  );
  const expected = Float32Array.of(...negative!, ...positive!);
  expect(relativeError(feeds['encoder_hidden_states']!, expected)).toBeLessThan(1e-4);
});

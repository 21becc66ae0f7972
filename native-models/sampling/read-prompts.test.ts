/** What the UNet is told of weighted and long prompts: recorded from transformers' text encoder by A1111's rules. */
import { expect, test, describe } from 'vitest';
import { recordedJson, recordedTensors, recordingPath, relativeError } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { conditionOn } from './conditioning.ts';
import { loadModel } from './loaded-model.ts';
import { ModelSessions } from './model-sessions.ts';
import { readPrompts } from './read-prompts.ts';

const CLOSE = 1e-4;
const SIZE = { width: 64, height: 64 };

describe.each(['sd1', 'sd2'])('%s', (family) => {
  const recorded = recordedTensors(`${family}/prompts.safetensors`);
  const texts = recordedJson<Record<string, { text: string }>>(`${family}/prompts.json`);
  const textOf = (name: string) => texts[name]!.text;

  async function encoding() {
    const model = await loadModel(recordingPath(`${family}/model`), { dataFolder: await temporaryFolder() });
    const sessions = new ModelSessions(model, 'cpu', { threads: 1 }, 1);
    const encoders = await sessions.textEncoders();
    return async (prompt: string, negativePrompt: string | null, promptSyntax: 'plain' | 'a1111' = 'a1111') => {
      const request = { prompt, negativePrompt: negativePrompt ?? '', promptSyntax };
      const prompts = readPrompts(request, encoders, negativePrompt !== null);
      const feeds = await conditionOn(prompts, SIZE, model.family, encoders, 1);
      return { ...prompts, embedding: feeds['encoder_hidden_states']! };
    };
  }

  test('every recorded prompt', async () => {
    const encode = await encoding();
    const names = Object.keys(texts).filter((name) => recorded.has(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const { embedding, chunks } = await encode(textOf(name), null);
      expect(chunks * 77, name).toBe(recorded(name).shape[0]);
      expect(relativeError(embedding, recorded(name).data), name).toBeLessThan(CLOSE);
    }
  });

  test('prompt and negative prompt are filled up to one length, whichever is longer', async () => {
    const encode = await encoding();
    const [short, long] = ['one weight', 'long and weighted'];
    for (const [prompt, negative] of [
      [short, long],
      [long, short],
    ] as const) {
      const { embedding } = await encode(textOf(prompt), textOf(negative));
      const truth = [negative, prompt].flatMap((name) => [...recorded(`${name}, paired`).data]);
      expect(relativeError(embedding, truth)).toBeLessThan(CLOSE);
    }
  });

  test('where nothing is weighted and all fits, both readings give the same bits', async () => {
    const encode = await encoding();
    for (const [prompt, negative] of [
      ['a photo of a cat: red', 'low, blurry'],
      ['', 'hat'],
      ['the sea', null],
    ] as const) {
      expect((await encode(prompt, negative)).embedding).toEqual((await encode(prompt, negative, 'plain')).embedding);
    }
  });

  test('warnings say which prompt they are of; one that is not used has none', async () => {
    const encode = await encoding();
    expect((await encode('a <lora:x:1>', '__y__')).warnings).toEqual([
      expect.stringMatching(/^the negative prompt has "__y__"/),
      expect.stringMatching(/^the prompt has "<lora:x:1>"/),
    ]);
    expect((await encode('a', null)).warnings).toEqual([]);
    const cat = 'cat '.repeat(80);
    expect((await encode(cat, null, 'plain')).warnings).toEqual([
      expect.stringMatching(/^the prompt is longer than 77 tokens; this was left out: "cat/),
    ]);
    expect((await encode(cat, null)).warnings).toEqual([]);
  });
});

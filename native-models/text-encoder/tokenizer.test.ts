import { readFileSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordedJson, recordedTensors, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { builtInTokenizer, readTokenizer } from './tokenizer-files.ts';

const END = '<|endoftext|>';
const END_ID = 49407;
const WINDOW = 77;

/** A line of what record_tokenizer.py writes: ids with either padding token, neither cut nor padded. */
interface RecordedPrompt {
  readonly prompt: string;
  readonly sd1: readonly number[];
  readonly sd2: readonly number[];
}
const recording = readFileSync(join(import.meta.dirname, 'tokenizer-recording.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedPrompt);

const FAMILIES = [
  { family: 'sd1', padToken: END, padId: END_ID },
  { family: 'sd2', padToken: '!', padId: 0 },
] as const;

test("the built-in vocabulary is OpenAI CLIP's", async () => {
  const tokenizer = await builtInTokenizer(END);
  expect(tokenizer.vocabularySize).toBe(49408);
  expect(tokenizer.encode('a photo of a cat').ids.slice(0, 7)).toEqual([49406, 320, 1125, 539, 320, 2368, END_ID]);
});

test.each(FAMILIES)("$family: every prompt gets the ids of transformers' CLIPTokenizer", async (model) => {
  const tokenizer = await builtInTokenizer(model.padToken);
  for (const recorded of recording) {
    const { ids } = tokenizer.encode(recorded.prompt);
    expect(ids, recorded.prompt).toEqual(windowOf(recorded[model.family], model.padId));
  }
});

function windowOf(ids: readonly number[], padId: number): readonly number[] {
  const cut = ids.length > WINDOW ? [...ids.slice(0, WINDOW - 1), END_ID] : ids;
  return [...cut, ...Array<number>(WINDOW - cut.length).fill(padId)];
}

test('a long prompt is cut, and what was cut is said', async () => {
  const tokenizer = await builtInTokenizer(END);
  expect(tokenizer.encode('a cat').cut).toBeNull();
  expect(tokenizer.encode(`${'very '.repeat(75)}`).cut).toBeNull();
  expect(tokenizer.encode(`${'very '.repeat(73)} tired Cat, asleep`).cut).toBe(', asleep');
});

test.each(['sd1', 'sd2', 'bk-tiny'])('%s: the tokenizer folder of a checkpoint', async (family) => {
  const tokenizer = await readTokenizer(recordingPath(`${family}/model/tokenizer`), 'tokenizer');
  const recorded = recordedTensors(`${family}/text.safetensors`);
  const notes = recordedJson<Record<string, { text: string; cut: string }>>(`${family}/text.json`);
  for (const [name, { text, cut }] of Object.entries(notes)) {
    const encoded = tokenizer.encode(text);
    expect(encoded.ids).toEqual([...recorded<BigInt64Array>(`${name}.ids`).data].map(Number));
    expect(encoded.cut ?? '').toBe(cut);
  }
});

async function copyOf(family: string): Promise<string> {
  const folder = join(await temporaryFolder(), 'tokenizer');
  await cp(recordingPath(`${family}/model/tokenizer`), folder, { recursive: true });
  return folder;
}

test('tokenizer.json alone is enough', async () => {
  const folder = await copyOf('bk-tiny');
  const before = (await readTokenizer(folder, 'tokenizer')).encode("It's a CAT!").ids;
  await rm(join(folder, 'vocab.json'));
  await rm(join(folder, 'merges.txt'));
  expect((await readTokenizer(folder, 'tokenizer')).encode("It's a CAT!").ids).toEqual(before);
});

test("special_tokens_map.json has the last word about padding, as in SD 2.1's folder", async () => {
  const folder = await copyOf('sd2');
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ pad_token: END, model_max_length: 77 }));
  expect((await readTokenizer(folder, 'tokenizer')).encode('').ids.at(-1)).toBe(0);
});

test.each([
  { named: 'no files', spoil: (folder: string) => rm(folder, { recursive: true }), says: 'found nothing' },
  {
    named: 'no merges',
    spoil: (folder: string) => rm(join(folder, 'merges.txt')),
    says: 'tokenizer: expected vocab.json and merges.txt, or tokenizer.json, found',
  },
  {
    named: 'damaged vocabulary',
    spoil: (folder: string) => writeFile(join(folder, 'vocab.json'), '{"a":'),
    says: 'tokenizer/vocab.json: this is not JSON',
  },
  {
    named: 'a vocabulary of something else',
    spoil: (folder: string) => writeFile(join(folder, 'vocab.json'), '{"a":0}'),
    says: 'tokenizer: expected the token <|startoftext|> in the vocabulary',
  },
])('$named: an error that says so', async ({ spoil, says }) => {
  const folder = await copyOf('sd1');
  await spoil(folder);
  await expect(readTokenizer(folder, 'tokenizer')).rejects.toThrow(says);
});

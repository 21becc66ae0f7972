/** Tokens that were added to a tokenizer, held against transformers. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedJson, recordingPath } from '../reference/recording.ts';
import { temporaryFolder } from '../reference/temporary-folder.ts';
import { readTokenizer } from './tokenizer-files.ts';

/** As record_added_tokens.py writes it. */
interface RecordedCase {
  readonly family: 'sd1' | 'sd2' | 'bk-tiny';
  readonly without: readonly string[];
  readonly write: Readonly<Record<string, object>>;
  /** Of each prompt, without start and end. */
  readonly ids: Readonly<Record<string, readonly number[]>>;
}
const recorded = Object.entries(recordedJson<Readonly<Record<string, RecordedCase>>>('added-tokens.json'));

async function folderOf(family: string, write: Readonly<Record<string, unknown>>, without: readonly string[] = []) {
  const folder = join(await temporaryFolder(), 'tokenizer');
  await cp(recordingPath(`${family}/model/tokenizer`), folder, { recursive: true });
  for (const name of without) await rm(join(folder, name));
  for (const [name, content] of Object.entries(write)) {
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

test.each(recorded)('%s: the ids of transformers', async (_, { family, without, write, ids }) => {
  const tokenizer = await readTokenizer(await folderOf(family, write, without), 'tokenizer');
  const [start, end] = [602, 603];
  expect(Object.keys(ids).length).toBeGreaterThan(20);
  for (const [prompt, expected] of Object.entries(ids)) {
    const found = tokenizer.encode(prompt).ids;
    expect(found.slice(0, expected.length + 2), prompt).toEqual([start, ...expected, end]);
  }
});

test('what is cut of a prompt says its added tokens, too', async () => {
  const folder = await folderOf('sd1', { 'added_tokens.json': { '<my-fox>': 604 } });
  const { encode, vocabularySize } = await readTokenizer(folder, 'tokenizer');
  expect(vocabularySize).toBe(605);
  expect(encode(`${'1 '.repeat(74)}a <my-fox> on`).cut).toContain('<my-fox>');
});

describe('refused', () => {
  test.each([
    ['a list', { 'added_tokens.json': ['<my-fox>'] }, 'tokenizer/added_tokens.json: '],
    ['an id that is none', { 'added_tokens.json': { '<my-fox>': -1 } }, 'tokenizer/added_tokens.json: '],
    [
      'an id far beyond any vocabulary',
      { 'added_tokens.json': { '<my-fox>': 2 ** 40 } },
      'tokenizer/added_tokens.json: ',
    ],
    [
      'a decoder by names',
      { 'tokenizer_config.json': { added_tokens_decoder: { x: { content: 'x' } } } },
      'tokenizer/',
    ],
    [
      'files that disagree',
      {
        'added_tokens.json': { '<my-fox>': 605 },
        'tokenizer_config.json': { added_tokens_decoder: { 604: { content: '<my-fox>' } } },
      },
      'tokenizer/added_tokens.json: <my-fox>: expected the id 604, as the other files have it, found 605',
    ],
    [
      'a token of the vocabulary under another id',
      { 'added_tokens.json': { '<|endoftext|>': 1 } },
      'tokenizer/added_tokens.json: <|endoftext|>: expected the id 603, as the other files have it, found 1',
    ],
    [
      'merges of three',
      { 'merges.txt': '#version: 0.2\na b c\n' },
      'tokenizer/merges.txt: merge 1 ("a b c"): expected two',
    ],
    ["another tokenizer's merges", { 'merges.txt': '猫 犬\n' }, 'the vocabulary has no "猫"'],
    ['no merges', { 'merges.txt': '#version: 0.2\n' }, 'tokenizer/merges.txt: expected pairs of tokens to merge'],
    [
      'a web page for merges',
      { 'merges.txt': '<!doctype html>\n<p>Log in' },
      'merge 1 ("<!doctype html>"): the vocabulary',
    ],
  ])('%s', async (_, write, says) => {
    await expect(readTokenizer(await folderOf('sd1', write), 'tokenizer')).rejects.toThrow(says);
  });

  test('a tokenizer.json of another sort', async () => {
    const full = { model: { type: 'Unigram', vocab: [['a', -1]] }, added_tokens: [] };
    const folder = await folderOf('bk-tiny', { 'tokenizer.json': full }, ['vocab.json', 'merges.txt']);
    await expect(readTokenizer(folder, 'tokenizer')).rejects.toThrow('tokenizer/tokenizer.json: ');
  });
});

test.each([
  ['\r\n', ''],
  ['\n', '\uFEFF'],
  ['\r\n', '\uFEFF'],
])('merges.txt with line ends %j after %j reads the same', async (end, mark) => {
  const plain = await folderOf('sd1', {});
  const merges = mark + (await readFile(join(plain, 'merges.txt'), 'utf8')).replaceAll('\n', end);
  const edited = await readTokenizer(await folderOf('sd1', { 'merges.txt': merges }), 'tokenizer');
  const prompt = 'a castle by the sea, highly detailed';
  expect(edited.encode(prompt)).toEqual((await readTokenizer(plain, 'tokenizer')).encode(prompt));
});

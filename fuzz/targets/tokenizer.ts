/** The files of a tokenizer, and prompts that nobody would write. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { recordingPath } from '../../native-models/reference/recording.ts';
import { readTokenizer } from '../../native-models/text-encoder/tokenizer-files.ts';
import { LIMITS } from '../../native-models/vocabulary.ts';
import { mutatedText } from '../mutations/bytes.ts';
import { mutatedJson } from '../mutations/json.ts';
import type { Target } from '../target.ts';

const NAMES = ['vocab.json', 'merges.txt', 'tokenizer_config.json', 'special_tokens_map.json'] as const;
const read = (name: string) => readFileSync(recordingPath(`sd1/model/tokenizer/${name}`), 'utf8');
/** A vocabulary of a few hundred words would be read again for every input: the bytes, the marks and some words will do. */
const vocabulary = Object.fromEntries(Object.entries(JSON.parse(read('vocab.json')) as object).slice(0, 600));
const whole = { ...(JSON.parse(read('vocab.json')) as object) };

interface Input {
  readonly name: string;
  readonly text: string;
  readonly prompt: string;
}

const said = (json: unknown) => JSON.stringify(json) ?? '';
const file: fc.Arbitrary<Omit<Input, 'prompt'>> = fc.oneof(
  mutatedJson([whole, vocabulary]).map(({ json }) => ({ name: 'vocab.json', text: said(json) })),
  mutatedText([read('merges.txt')]).map((text) => ({ name: 'merges.txt', text })),
  mutatedJson([JSON.parse(read('tokenizer_config.json'))]).map(({ json }) => ({
    name: 'tokenizer_config.json',
    text: said(json),
  })),
  mutatedJson([JSON.parse(read('special_tokens_map.json'))]).map(({ json }) => ({
    name: 'special_tokens_map.json',
    text: said(json),
  })),
  mutatedJson([{ '<my-fox>': 1157 }]).map(({ json }) => ({ name: 'added_tokens.json', text: said(json) })),
);
const prompt = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'a fox', 'a <my-fox>', '<|endoftext|>', 'x'.repeat(10_000), '\u{D800}', ' '.repeat(10_000)),
);

export const tokenizer: Target<Input> = {
  name: 'tokenizer',
  inputs: fc.record({ file, prompt }).map((input) => ({ ...input.file, prompt: input.prompt })),
  async open(folder) {
    const place = join(folder, 'tokenizer');
    await mkdir(place);
    const put = async (name: string, text: string) => await writeFile(join(place, name), text);
    return {
      async try({ name, text, prompt: words }) {
        for (const each of NAMES) await put(each, each === name ? text : read(each));
        await put('added_tokens.json', name === 'added_tokens.json' ? text : '{}');
        const { vocabularySize, encode } = await readTokenizer(place, 'tokenizer');
        const { ids } = encode(words);
        // What the text encoder has room for is asked for when both are opened (families/parts.ts).
        if (ids.length > LIMITS.network.positions) return 'a window of more tokens than any text encoder has';
        const fits = (id: unknown) => Number.isInteger(id) && Number(id) >= 0 && Number(id) < vocabularySize;
        return ids.every(fits) ? null : 'a prompt has tokens that the vocabulary lacks';
      },
    };
  },
};

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { CheckpointError } from '../errors.ts';
import { keyWarnings, refuseKeys } from '../key-table.ts';
import { readJson, readText } from '../read-json.ts';
import { LIMITS } from '../vocabulary.ts';
import { TOKENIZER_KEYS } from './config-keys.ts';
import { type ClipTokenizer, type ClipVocabulary, clipTokenizer } from './tokenizer.ts';

const START = '<|startoftext|>';
const END = '<|endoftext|>';
const WINDOW = 77;

const token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)]);
const specialTokensSchema = z.looseObject({
  bos_token: token.optional(),
  eos_token: token.optional(),
  pad_token: token.nullish(),
  model_max_length: z.number().min(2).nullish(),
});
const idsSchema = z.record(z.string(), z.int().nonnegative());
const fullSchema = z.object({
  model: z.object({
    type: z.literal('BPE'),
    vocab: idsSchema,
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()]).transform((pair) => pair.join(' '))])),
  }),
  added_tokens: z.array(z.object({ id: z.int().nonnegative(), content: z.string() })).default([]),
});

/** Reads a tokenizer folder: vocab.json and merges.txt, or tokenizer.json. `label` is what messages call the folder. */
export async function readTokenizer(folder: string, label: string): Promise<ClipTokenizer> {
  const present = await readdir(folder).catch((): string[] => []);
  const warnings: string[] = [];
  const optional = async (name: string) => {
    if (!present.includes(name)) return {};
    const source = `${label}/${name}`;
    const json = await readJson(join(folder, name), source, specialTokensSchema);
    refuseKeys(json, TOKENIZER_KEYS, source, 'Give the tokenizer of an SD 1.x or 2.x model');
    warnings.push(...keyWarnings(json, TOKENIZER_KEYS, source));
    return json;
  };
  const config: z.infer<typeof specialTokensSchema> = {
    ...(await optional('tokenizer_config.json')),
    ...(await optional('special_tokens_map.json')), // has the last word: SD 2 names its padding only here
  };
  const { ids, merges } = await readVocabulary(folder, label, present);
  const endToken = config.eos_token ?? END;
  const vocabulary: ClipVocabulary = {
    ids,
    merges,
    startToken: config.bos_token ?? START,
    endToken,
    padToken: config.pad_token ?? endToken,
    windowLength: windowOf(config.model_max_length ?? Infinity),
  };
  for (const special of [vocabulary.startToken, endToken, vocabulary.padToken]) {
    if (!Object.hasOwn(ids, special)) {
      throw new CheckpointError(label, `expected the token ${special} in the vocabulary, found none`);
    }
  }
  return { ...clipTokenizer(vocabulary), warnings };
}

/** transformers writes 1e30 where it knows none. */
function windowOf(said: number): number {
  return said > LIMITS.network.positions ? WINDOW : Math.floor(said);
}

async function readVocabulary(folder: string, label: string, present: readonly string[]) {
  if (present.includes('vocab.json') && present.includes('merges.txt')) {
    const ids = await readJson(join(folder, 'vocab.json'), `${label}/vocab.json`, idsSchema);
    return { ids, merges: mergeLines(await readText(join(folder, 'merges.txt'), `${label}/merges.txt`)) };
  }
  if (present.includes('tokenizer.json')) {
    const { model, added_tokens: added } = await readJson(
      join(folder, 'tokenizer.json'),
      `${label}/tokenizer.json`,
      fullSchema,
    );
    return {
      ids: { ...model.vocab, ...Object.fromEntries(added.map(({ content, id }) => [content, id])) },
      merges: model.merges,
    };
  }
  throw new CheckpointError(
    label,
    `expected vocab.json and merges.txt, or tokenizer.json, found ${present.join(', ') || 'nothing'}`,
    'Get the missing files',
  );
}

function mergeLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#version'));
}

/** OpenAI CLIP's own vocabulary, which every checkpoint in a single file expects. */
export async function builtInTokenizer(padToken: string): Promise<ClipTokenizer> {
  const packed = await readFile(join(resourcesFolder(), 'tokenizer', 'clip', 'merges.txt.gz'));
  const merges = mergeLines(gunzipSync(packed).toString());
  return clipTokenizer({
    ids: idsOf(merges),
    merges,
    startToken: START,
    endToken: END,
    padToken,
    windowLength: WINDOW,
  });
}

/** CLIP numbers its tokens so: bytes, bytes that end a word, merges in order, the two marks. */
function idsOf(merges: readonly string[]): Readonly<Record<string, number>> {
  const bytes = byteAlphabet();
  const tokens = [
    ...bytes,
    ...bytes.map((byte) => `${byte}</w>`),
    ...merges.map((merge) => merge.replace(' ', '')),
    START,
    END,
  ];
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);

/** GPT-2's stand-ins for bytes: printable Latin-1 stands for itself and comes first, the others follow from U+0100. */
function byteAlphabet(): readonly string[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const printable = bytes.filter(isPrintable);
  const others = bytes.filter((byte) => !isPrintable(byte)).map((_, i) => 256 + i);
  return [...printable, ...others].map((code) => String.fromCodePoint(code));
}

/** `resources/` of the repository or of the installed application, whichever this file lies in. */
function resourcesFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'resources', 'tokenizer'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('resources/tokenizer is missing from this installation');
    folder = parent;
  }
  return join(folder, 'resources');
}

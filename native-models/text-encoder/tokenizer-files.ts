import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { CheckpointError } from '../errors.ts';
import { keyWarnings, refuseKeys } from '../key-table.ts';
import { readJson } from '../read-json.ts';
import { LIMITS } from '../vocabulary.ts';
import { readAddedTokens } from './added-token-files.ts';
import type { AddedToken } from './added-tokens.ts';
import { TOKENIZER_KEYS } from './config-keys.ts';
import { type ClipTokenizer, clipTokenizer } from './tokenizer.ts';
import { mergeLines, readWords, requireMerges } from './vocabulary-files.ts';

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
  const words = await readWords(folder, label, present);
  const added = await readAddedTokens(folder, label, present, words.ids);
  const ids = { ...words.ids, ...Object.fromEntries(added.map(({ content, id }) => [content, id])) };
  const endToken = config.eos_token ?? END;
  const special = { startToken: config.bos_token ?? START, endToken, padToken: config.pad_token ?? endToken };
  for (const each of Object.values(special)) {
    if (!Object.hasOwn(ids, each)) {
      throw new CheckpointError(label, `expected the token ${each} in the vocabulary, found none`);
    }
  }
  requireMerges(words);
  const tokenizer = clipTokenizer({
    ids,
    merges: words.merges,
    ...special,
    added: withSpecial(added, Object.values(special), ids),
    windowLength: windowOf(config.model_max_length ?? Infinity),
  });
  return { ...tokenizer, warnings };
}

/** transformers writes 1e30 where it knows none. */
function windowOf(said: number): number {
  return said > LIMITS.network.positions ? WINDOW : Math.floor(said);
}

/** A special token is found before anything else is done, unless a file says otherwise: in SD 2 every "!" of a prompt. */
function withSpecial(
  added: readonly AddedToken[],
  special: readonly string[],
  ids: Readonly<Record<string, number>>,
): readonly AddedToken[] {
  const missing = [...new Set(special)].filter((content) => !added.some((token) => token.content === content));
  const plain = { lstrip: false, rstrip: false, singleWord: false, normalized: false };
  return [...added, ...missing.map((content) => ({ id: ids[content]!, content, ...plain }))];
}

/** OpenAI CLIP's own vocabulary, which every checkpoint in a single file expects. */
export async function builtInTokenizer(padToken: string): Promise<ClipTokenizer> {
  const packed = await readFile(join(resourcesFolder(), 'tokenizer', 'clip', 'merges.txt.gz'));
  const merges = mergeLines(gunzipSync(packed).toString());
  const ids = idsOf(merges);
  return clipTokenizer({
    ids,
    added: withSpecial([], [START, END, padToken], ids),
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

/** Where a tokenizer's folder says which tokens were added to its vocabulary. */
import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../errors.ts';
import { readJson } from '../read-json.ts';
import type { AddedToken } from './added-tokens.ts';
import { tokenId } from './vocabulary-files.ts';

/** tokenizers' `AddedToken`, with its defaults. */
const token = z.object({
  content: z.string().min(1),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  single_word: z.boolean().default(false),
  normalized: z.boolean().optional(),
  special: z.boolean().default(false),
});

const configSchema = z.looseObject({
  added_tokens_decoder: z.record(z.string().regex(/^\d{1,6}$/, 'expected the id of a token'), token).default({}),
});
const fullSchema = z.looseObject({ added_tokens: z.array(token.extend({ id: tokenId })).default([]) });
const idsSchema = z.record(z.string().min(1), tokenId);

/**
 * The files, those that say most first: later ones, older habits of transformers, only add what is not yet there. All have to
 * agree about ids.
 */
const READERS: readonly {
  readonly name: string;
  readonly read: (path: string, label: string) => Promise<readonly AddedToken[]>;
}[] = [
  {
    name: 'tokenizer_config.json',
    async read(path, label) {
      const { added_tokens_decoder: tokens } = await readJson(path, label, configSchema);
      return Object.entries(tokens).map(([id, each]) => added(Number(id), each));
    },
  },
  {
    name: 'tokenizer.json',
    read: async (path, label) =>
      (await readJson(path, label, fullSchema)).added_tokens.map((each) => added(each.id, each)),
  },
  {
    name: 'added_tokens.json',
    async read(path, label) {
      const ids = await readJson(path, label, idsSchema);
      return Object.entries(ids).map(([content, id]) => added(id, token.parse({ content })));
    },
  },
];

function added(
  id: number,
  { content, lstrip, rstrip, single_word, normalized, special }: z.infer<typeof token>,
): AddedToken {
  return { id, content, lstrip, rstrip, singleWord: single_word, normalized: normalized ?? !special };
}

/**
 * The tokens that a folder adds, each once.
 * @param ids of the vocabulary, which may have some of them already.
 * @param label what messages call the folder. @param present the files in it.
 * @throws CheckpointError naming the file and the token whose id is not that of the others.
 */
export async function readAddedTokens(
  folder: string,
  label: string,
  present: readonly string[],
  ids: Readonly<Record<string, number>>,
): Promise<readonly AddedToken[]> {
  const found = new Map<string, AddedToken>();
  for (const { name, read } of READERS.filter((each) => present.includes(each.name))) {
    for (const each of await read(join(folder, name), `${label}/${name}`)) {
      const known = found.get(each.content)?.id ?? (Object.hasOwn(ids, each.content) ? ids[each.content] : each.id);
      if (known !== each.id) {
        throw new CheckpointError(
          `${label}/${name}`,
          `${each.content}: expected the id ${known}, as the other files have it, found ${each.id}`,
          'Get the tokenizer files that belong to this checkpoint',
        );
      }
      if (!found.has(each.content)) found.set(each.content, each);
    }
  }
  return [...found.values()];
}

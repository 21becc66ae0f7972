/** What a person types, as a question to the index. */
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { searchable } from '../store/migrations/0002-search.ts';
import type { Store } from '../store/store.ts';

export interface SearchText {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly note: string;
  readonly model: string;
  readonly strategy: string;
}

/** A pasted prompt has hundreds of words, and each is a look-up: the first ones say enough. */
const MAX_WORDS = 24;
/** Straight quotes or the typographic ones that some keyboards make of them. */
const PHRASE_OR_WORD = /["“”„]([^"“”„]*)["“”„]?|[^\s"“”„]+/gu;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/**
 * Every word has to be there, as the start of one; what is in quotes has to be there as it stands. Anything else that
 * FTS5 would read as syntax is only text here.
 * @returns null where there is nothing to look for.
 */
export function searchQuery(text: string): string | null {
  const terms = [...text.matchAll(PHRASE_OR_WORD)]
    .map(([word, phrase]) => ({ words: searchable(phrase ?? word), prefix: phrase === undefined }))
    .filter(({ words }) => LETTER_OR_DIGIT.test(words))
    .slice(0, MAX_WORDS)
    .map(({ words, prefix }) => `"${words}"${prefix ? '*' : ''}`);
  return terms.length === 0 ? null : terms.join(' ');
}

/** The condition on `run_search` that its rows answer the query. */
export function matches(query: string): RawBuilder<boolean> {
  return sql<boolean>`run_search match ${query}`;
}

export function indexRun({ query, run }: Store, id: number, text: SearchText): void {
  const columns = {
    prompt: searchable(text.prompt),
    negative_prompt: searchable(text.negativePrompt),
    note: searchable(text.note),
    model: searchable(text.model),
    strategy: searchable(text.strategy),
  };
  run(query.deleteFrom('run_search').where('rowid', '=', id));
  run(query.insertInto('run_search').values({ rowid: id, ...columns }));
}

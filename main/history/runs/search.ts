/** What a person types, as a question to the index. */
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { searchable } from '../store/migrations/0002-search.ts';
import { anyOf, type Store } from '../store/store.ts';

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

/** Writes anew what the index says of these runs. */
export function reindex({ query, run }: Store, ids: readonly number[]): void {
  run(query.deleteFrom('run_search').where('rowid', 'in', anyOf(ids)));
  const texts = query
    .selectFrom('runs')
    .innerJoin('run_details', 'run_id', 'id')
    .select([
      'id',
      indexed(sql`settings ->> 'prompt'`).as('prompt'),
      indexed(sql`settings ->> 'negativePrompt'`).as('negative_prompt'),
      indexed(sql`note`).as('note'),
      indexed(sql`(select group_concat(tag, ' ' || char(0xE000) || ' ') from run_tags where run_tags.run_id = id)`).as(
        'tags',
      ),
      indexed(sql`model_name`).as('model'),
      indexed(sql`strategy_label || ' ' || ${ON_SCREEN}`).as('strategy'),
    ])
    .where('id', 'in', anyOf(ids));
  const columns = ['rowid', 'prompt', 'negative_prompt', 'note', 'tags', 'model', 'strategy'] as const;
  run(
    query
      .insertInto('run_search')
      .columns([...columns])
      .expression(texts),
  );
}

/** What a run without a strategy is called on screen. */
const ON_SCREEN = sql`case when strategy_label <> 'none' then '' when purpose = 'rival' then 'equal-time rival' else 'baseline' end`;

/** As the index takes it; `searchable` is a function of the database's (database.ts). */
function indexed(text: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`searchable(ifnull(${text}, ''))`;
}

import type { Migration } from './migrate.ts';

/**
 * Full-text search over runs. The index keeps no text of its own (`content=''`), and prefixes of one to three letters
 * have lists of their own, because search runs while the word is being typed.
 */
export const search: Migration = {
  name: 'search',
  up: (database) => {
    database.exec(`
      CREATE VIRTUAL TABLE run_search USING fts5 (
        prompt, negative_prompt, note, model, strategy,
        content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
      );
    `);
    database.function('searchable', { deterministic: true }, (text) => searchable(String(text)));
    database.exec(`
      INSERT INTO run_search (rowid, prompt, negative_prompt, note, model, strategy)
      SELECT id, searchable(settings ->> 'prompt'), searchable(settings ->> 'negativePrompt'), searchable(note),
             searchable(model_name), searchable(strategy_label)
      FROM runs JOIN run_details ON run_id = id ORDER BY id;
    `);
  },
};

/** Scripts written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/** Text as the index takes it: each letter of an unspaced script is a word, so that any part of a sentence is found. */
export function searchable(text: string): string {
  return text.replaceAll('\0', ' ').replaceAll(UNSPACED, ' $& ');
}

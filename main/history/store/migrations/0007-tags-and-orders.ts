import type { Migration } from './migrate.ts';
import { searchable } from './0002-search.ts';

/**
 * The search finds tags as well, between which is a letter of nobody's, so that no phrase goes from one into the next; and
 * runs without a strategy by the name that they have on screen. A run's seconds move to what the gallery reads, which is
 * ordered by them.
 */
export const tagsAndOrders: Migration = {
  name: 'tags and orders',
  up: (database) => {
    database.function('searchable', { deterministic: true }, (text) => searchable(String(text)));
    database.exec(`
      DROP TABLE run_search;
      CREATE VIRTUAL TABLE run_search USING fts5 (
        prompt, negative_prompt, note, tags, model, strategy,
        content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
      );
      INSERT INTO run_search (rowid, prompt, negative_prompt, note, tags, model, strategy)
      SELECT id, searchable(settings ->> 'prompt'), searchable(settings ->> 'negativePrompt'), searchable(note),
             searchable(ifnull((SELECT group_concat(tag, ' ' || char(0xE000) || ' ') FROM run_tags WHERE run_tags.run_id = id), '')),
             searchable(model_name),
             searchable(strategy_label || CASE WHEN strategy_label <> 'none' THEN ''
                                               WHEN purpose = 'rival' THEN ' equal-time rival' ELSE ' baseline' END)
      FROM runs JOIN run_details ON run_id = id ORDER BY id;

      ALTER TABLE runs ADD COLUMN seconds REAL NOT NULL DEFAULT 0;
      UPDATE runs SET seconds = run_details.seconds FROM run_details WHERE run_id = id;
      ALTER TABLE run_details DROP COLUMN seconds;
      DROP INDEX runs_by_id;
      CREATE INDEX runs_by_id ON runs (trashed_at, id, created_at, speedup, seconds, favourite);
    `);
  },
};

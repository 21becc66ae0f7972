import { sql } from 'kysely';
import type { RecentPrompt } from '../../../preload/contract/prompt.ts';
import type { Store } from '../store/store.ts';
import { matches, searchQuery } from './search.ts';

/** Runs that are looked through: settings are read one by one. */
const LOOKED_THROUGH = 2000;

export interface RecentPrompts {
  /**
   * The prompts of the latest runs, each pair once, the latest first; what lies in the trash has none.
   * @param search words that prompt or negative prompt have, as the history is searched; empty: all.
   */
  recent(search: string, limit: number): readonly RecentPrompt[];
}

export function openRecentPrompts({ query, all }: Store): RecentPrompts {
  return {
    recent(search, limit) {
      const words = searchQuery(search);
      const found = query
        .selectFrom('run_search')
        .select('rowid')
        .where(matches(`{prompt negative_prompt} : (${words ?? ''})`));
      const latest = query.selectFrom('runs').select('id').where('trashed_at', 'is', null);
      const ids = (words === null ? latest : latest.where('id', 'in', found))
        .orderBy('id', 'desc')
        .limit(LOOKED_THROUGH);
      return all(
        query
          .selectFrom('run_details')
          .select([
            sql<string>`settings ->> 'prompt'`.as('prompt'),
            sql<string>`settings ->> 'negativePrompt'`.as('negativePrompt'),
          ])
          .where('run_id', 'in', ids)
          .groupBy(sql`1, 2`)
          .orderBy(sql`max(run_id)`, 'desc')
          .limit(limit),
      );
    },
  };
}

/** The orders of the history as questions to its tables. */
import { type RawBuilder, sql } from 'kysely';
import { PRICE } from '../../../native-models/metrics/metrics.ts';
import { LIMITS } from '../../../native-models/vocabulary.ts';
import type { RunOrder } from '../../../preload/contract/run-orders.ts';

interface Order {
  /** A number of each run, the largest first; null: its id alone, which is read without sorting anything. */
  readonly rank: RawBuilder<number> | null;
  readonly ids: 'asc' | 'desc';
}

/** Whoever has not what is asked for comes last. */
const LAST = sql<number>`${-LIMITS.rank}`;

const by = (rank: RawBuilder<number>): Order => ({
  rank: sql<number>`max(${LAST}, min(${LIMITS.rank}, ifnull(${rank}, ${LAST})))`,
  ids: 'desc',
});

const nearness = sql<number>`(select ${sql.raw(PRICE.better === 'higher' ? '' : '-')}value from measurements
  where measurements.run_id = runs.id and measurements.metric = ${PRICE.id})`;

/** An order of the contract without a row here is a compile error. */
export const ORDERS: Readonly<Record<RunOrder, Order>> = {
  newest: { rank: null, ids: 'desc' },
  oldest: { rank: null, ids: 'asc' },
  favourites: by(sql`runs.favourite`),
  fastest: by(sql`runs.speedup`),
  nearest: by(nearness),
  shortest: by(sql`-runs.seconds`),
  longest: by(sql`runs.seconds`),
};

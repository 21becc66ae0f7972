/** The orders that a history is read in. No schema: pages list them too. */
import { PRICE } from '../../native-models/metrics/metrics.ts';

/** In the order in which they are offered. Among equals, the newest is first. */
export const RUN_ORDERS = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'favourites', label: 'Favourites first' },
  { value: 'fastest', label: 'Most speed-up' },
  { value: 'nearest', label: `Best ${PRICE.title}` },
  { value: 'shortest', label: 'Shortest time' },
  { value: 'longest', label: 'Longest time' },
] as const;

export type RunOrder = (typeof RUN_ORDERS)[number]['value'];

/** Where nobody chose one. */
export const FIRST_ORDER: RunOrder = 'newest';

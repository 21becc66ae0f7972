/** The orders that a history is read in. No schema: pages list them too. */
import { PRICE } from '../../native-models/metrics/metrics.ts';

/** In the order in which they are offered. Among equals, the newest is first. */
export const RUN_ORDERS = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'favourites', label: 'Favourites first' },
  { value: 'fastest', label: 'Largest speed-up first' },
  { value: 'nearest', label: `Best ${PRICE.title} first` },
  { value: 'shortest', label: 'Shortest time first' },
  { value: 'longest', label: 'Longest time first' },
] as const;

export type RunOrder = (typeof RUN_ORDERS)[number]['value'];

/** Where nobody chose one. */
export const FIRST_ORDER: RunOrder = 'newest';

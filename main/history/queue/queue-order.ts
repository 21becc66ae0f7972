/** The order of the queue: higher priority first, then by position, a number that always has room for one between. */
import { sql } from 'kysely';
import { anyOf, type Store } from '../store/store.ts';

/** What runs keeps its place: it may come back to it. */
const IN_PLACE = ['queued', 'running'];

/** Behind every task there is. */
export function lastPosition({ query, first }: Store): number {
  const end = first(
    query
      .selectFrom('tasks')
      .select(({ fn }) => fn.max('position').as('position'))
      .where('state', 'in', anyOf(IN_PLACE)),
  );
  return Math.floor(end?.position ?? 0) + 1;
}

/**
 * Before every task there is, those that run among them.
 * @param count of tasks that are to have a place there, each at a whole number from `position` on.
 * @param atLeast the priority that they would have anyway.
 */
export function firstPlace({ query, first }: Store, count: number, atLeast: number): Place {
  const open = query.selectFrom('tasks').where('state', 'in', anyOf(IN_PLACE));
  const highest = first(open.select(({ fn }) => fn.max('priority').as('priority')));
  const priority = Math.max(highest?.priority ?? atLeast, atLeast);
  const front = first(open.select(({ fn }) => fn.min('position').as('position')).where('priority', '=', priority));
  return { priority, position: Math.ceil(front?.position ?? count + 1) - count };
}

/** Puts a queued task right before another one, whose priority it takes; or behind all of them. */
export function moveInQueue(store: Store, id: number, before: number | null): void {
  const { query, run } = store;
  const place = before === null ? behindAll(store) : rightBefore(store, id, before);
  if (place) run(query.updateTable('tasks').set(place).where('id', '=', id).where('state', '=', 'queued'));
}

interface Place {
  readonly priority: number;
  readonly position: number;
}

function behindAll(store: Store): Place {
  const { query, first } = store;
  const lowest = first(
    query
      .selectFrom('tasks')
      .select(({ fn }) => fn.min('priority').as('priority'))
      .where('state', '=', 'queued'),
  );
  return { priority: lowest?.priority ?? 0, position: lastPosition(store) };
}

/** null where the other task no longer waits: it was just started, and there is nothing to be before. */
function rightBefore(store: Store, id: number, before: number): Place | null {
  const gap = gapBefore(store, id, before);
  if (!gap) return null;
  if (middleOf(gap) !== null) return placeIn(gap);
  renumber(store, gap.priority);
  return placeIn(gapBefore(store, id, before)!);
}

interface Gap {
  readonly priority: number;
  readonly from: number;
  readonly to: number;
}

function gapBefore({ query, first }: Store, id: number, before: number): Gap | null {
  const queued = query.selectFrom('tasks').select(['priority', 'position']).where('state', '=', 'queued');
  const next = first(queued.where('id', '=', before));
  if (!next || id === before) return null;
  const previous = first(
    queued
      .where('priority', '=', next.priority)
      .where('id', '!=', id)
      // What was restored may share its position with what came meanwhile: then the older one is before.
      .where(({ or, and, eb }) =>
        or([eb('position', '<', next.position), and([eb('position', '=', next.position), eb('id', '<', before)])]),
      )
      .orderBy('position', 'desc')
      .orderBy('id', 'desc')
      .limit(1),
  );
  return { priority: next.priority, from: previous?.position ?? next.position - 2, to: next.position };
}

/** null where no double lies between the two. */
function middleOf({ from, to }: Gap): number | null {
  const middle = (from + to) / 2;
  return from < middle && middle < to ? middle : null;
}

function placeIn(gap: Gap): Place {
  return { priority: gap.priority, position: middleOf(gap)! };
}

/** After some fifty moves to the same place a double has no value left between two others. */
function renumber({ query, run }: Store, priority: number): void {
  run(
    query
      .updateTable('tasks')
      .from(
        query
          .selectFrom('tasks')
          .select(['id', sql<number>`row_number() over (order by position, id)`.as('place')])
          .where('state', '=', 'queued')
          .where('priority', '=', priority)
          .as('ordered'),
      )
      .set({ position: sql`ordered.place` })
      .whereRef('tasks.id', '=', 'ordered.id'),
  );
}

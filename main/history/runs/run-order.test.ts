import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RUN_ORDERS, type RunOrder } from '../../../preload/contract/run-orders.ts';
import type { RunCursor, RunFilter } from '../../../preload/contract/task.ts';
import { runLike, temporaryFolder } from '../history.fixture.ts';
import { type History, openHistory } from '../history.ts';

/** Of run 1, 2, ...: seconds, speed-up against a baseline that took 12, PSNR, favourite. */
const RUNS = [
  { seconds: 12, full: true },
  { seconds: 3, psnr: 30, favourite: true },
  { seconds: 6, psnr: Number.POSITIVE_INFINITY },
  { seconds: 3, psnr: 20 },
  { seconds: 4 },
  { seconds: 24, psnr: 31, favourite: true },
];

let history: History;
beforeEach(() => {
  history = openHistory(temporaryFolder());
  for (const [index, { seconds, full, psnr, favourite }] of RUNS.entries()) {
    const { id } = history.runs.insert(
      runLike({ seconds }, { prompt: index % 2 === 0 ? 'a fox' : 'a cat', ...(full ? { strategy: null } : {}) }),
    );
    if (psnr !== undefined) {
      const identical = psnr === Number.POSITIVE_INFINITY;
      history.runs.setFidelity(id, { identical, values: identical ? {} : { psnr } });
    }
    if (favourite) history.runs.update(id, { favourite });
  }
});
afterEach(() => history.close());

/** Read page by page. */
function paged(order: RunOrder, limit: number, filter: RunFilter = {}): number[] {
  const ids: number[] = [];
  for (let cursor: RunCursor | null = null, more = true; more; more = cursor !== null) {
    const page = history.runs.page({ filter, order, cursor, limit });
    ids.push(...page.runs.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

// Only runs of the same prompt have the baseline: 3 and 5.
const ORDERED: Readonly<Record<RunOrder, readonly number[]>> = {
  newest: [6, 5, 4, 3, 2, 1],
  oldest: [1, 2, 3, 4, 5, 6],
  favourites: [6, 2, 5, 4, 3, 1],
  fastest: [5, 3, 6, 4, 2, 1],
  nearest: [3, 6, 2, 4, 5, 1],
  shortest: [4, 2, 5, 3, 1, 6],
  longest: [6, 1, 3, 5, 4, 2],
};

describe.each(RUN_ORDERS.map(({ value }) => value))('in the order %s', (order) => {
  test.each([1, 2, 4, 100])('runs come once each, in pages of %i', (limit) => {
    expect(paged(order, limit)).toEqual(ORDERED[order]);
    expect(history.runs.ids({}, order)).toEqual(ORDERED[order]);
  });

  test('what is filtered and searched comes in it as well', () => {
    const odd = (id: number) => id % 2 === 1;
    expect(paged(order, 2, { text: 'fox' })).toEqual(ORDERED[order].filter(odd));
    expect(paged(order, 2, { favourite: false })).toEqual(ORDERED[order].filter((id) => id !== 2 && id !== 6));
    expect(history.runs.ids({ text: 'fox' }, order)).toEqual(ORDERED[order].filter(odd));
  });
});

test('a page goes on where the last one ended, whatever has become of its last run', async () => {
  const first = history.runs.page({ filter: {}, order: 'favourites', cursor: null, limit: 3 });
  expect(first.runs.map(({ id }) => id)).toEqual([6, 2, 5]);
  history.runs.update(5, { favourite: true });
  const second = history.runs.page({ filter: {}, order: 'favourites', cursor: first.nextCursor, limit: 3 });
  expect(second.runs.map(({ id }) => id)).toEqual([4, 3, 1]);
  await history.runs.trash([5]);
  history.runs.emptyTrash();
  const again = history.runs.page({ filter: {}, order: 'favourites', cursor: first.nextCursor, limit: 3 });
  expect(again.runs.map(({ id }) => id)).toEqual([4, 3, 1]);
});

test('chosen runs come in the order in which they are asked for, without those that are gone', () => {
  expect(history.runs.some([4, 99, 1]).map(({ id }) => id)).toEqual([4, 1]);
  expect(history.runs.pictures([4, 99, 1])).toEqual([4, 1].map((id) => ({ id, picture: 'a'.repeat(64), seed: 1 })));
});

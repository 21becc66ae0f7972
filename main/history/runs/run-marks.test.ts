import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runLike, temporaryFolder } from '../history.fixture.ts';
import { type History, openHistory } from '../history.ts';

let history: History;
beforeEach(() => {
  history = openHistory(temporaryFolder());
  for (let n = 0; n < 4; n += 1) history.runs.insert(runLike());
});
afterEach(() => history.close());

const found = (text: string) => history.runs.ids({ text }, 'oldest');

describe('many runs at once', () => {
  test('become favourites, and are told which were none; those undo it', () => {
    history.runs.update(2, { favourite: true });
    const changed = history.runs.setFavourite([1, 2, 3, 99], true);
    expect(changed).toEqual([1, 3]);
    expect(history.runs.ids({ favourite: true }, 'oldest')).toEqual([1, 2, 3]);
    expect(history.runs.setFavourite(changed, false)).toEqual([1, 3]);
    expect(history.runs.ids({ favourite: true }, 'oldest')).toEqual([2]);
  });

  test('are tagged, found by it, and untagged; the tags that they have stay', async () => {
    history.runs.update(2, { tags: ['keep', 'for print'] });
    const changed = await history.runs.setTag([1, 2, 3, 99], ' keep ', true);
    expect(changed).toEqual([1, 3]);
    expect(history.runs.get(2).tags).toEqual(['for print', 'keep']);
    expect(found('keep')).toEqual([1, 2, 3]);
    expect(found('print fox')).toEqual([2]);
    expect(await history.runs.setTag(changed, 'keep', false)).toEqual([1, 3]);
    expect(found('keep')).toEqual([2]);
    expect(history.runs.facets().tags).toEqual(['for print', 'keep']);
  });

  test('nothing that is asked of none happens', async () => {
    expect(history.runs.setFavourite([], true)).toEqual([]);
    expect(await history.runs.setTag([7], 'x', true)).toEqual([]);
    expect(history.runs.facets().tags).toEqual([]);
  });

  test('a thousand are tagged, each once, and all found', async () => {
    history.atomically(() => {
      for (let n = 4; n < 1000; n += 1) history.runs.insert(runLike());
    });
    const ids = history.runs.ids({}, 'newest');
    expect(await history.runs.setTag(ids, 'series', true)).toHaveLength(1000);
    expect(history.runs.page({ filter: { text: 'series' }, cursor: null, limit: 1 }).total).toBe(1000);
    expect(history.runs.page({ filter: { tag: 'series' }, cursor: null, limit: 1 }).total).toBe(1000);
  });
});

import { expect, test } from 'vitest';
import { tagsOf } from './selected-tags.ts';

test('tags of several runs are counted, the most frequent first', () => {
  const runs = [{ tags: ['keep', 'a'] }, { tags: ['keep', 'b'] }, { tags: [] }, { tags: ['b', 'c'] }];
  expect(tagsOf(runs)).toEqual([
    { tag: 'b', count: 2 },
    { tag: 'keep', count: 2 },
    { tag: 'a', count: 1 },
    { tag: 'c', count: 1 },
  ]);
  expect(tagsOf([])).toEqual([]);
});

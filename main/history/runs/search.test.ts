import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunCursor } from '../../../preload/contract/task.ts';
import { runLike, temporaryFolder } from '../history.fixture.ts';
import { type History, openHistory } from '../history.ts';
import { searchQuery } from './search.ts';

let history: History;
beforeEach(() => {
  history = openHistory(temporaryFolder());
  history.runs.insert(
    runLike({ modelName: 'Dreamshaper 8' }, { prompt: 'a red fox, jumping', negativePrompt: 'blurry' }),
  );
  history.runs.insert(runLike({ strategyLabel: 'shallow P5+' }, { prompt: 'a fox in red velvet', negativePrompt: '' }));
  history.runs.insert(runLike({}, { prompt: 'café at dawn, 35mm', negativePrompt: '' }));
  history.runs.insert(runLike({}, { prompt: '赤い狐が雪の上を走る', negativePrompt: '' }));
  history.runs.update(1, { tags: ['portfolio', 'für Oma'] });
  history.runs.update(4, { tags: ['雪景色'] });
});
afterEach(() => history.close());

const found = (text: string) =>
  history.runs.page({ filter: { text }, cursor: null, limit: 100 }).runs.map(({ id }) => id);

test.each<[string, number[]]>([
  ['fox', [2, 1]],
  ['FOX red', [2, 1]],
  ['jump', [1]],
  ['"red fox"', [1]],
  ['“red fox”', [1]],
  ['"red fox', [1]],
  ['"red fox" velvet', []],
  ['blur', [1]],
  ['dreamshaper', [1]],
  ['shallow', [2]],
  ['p5+', [2]],
  ['cafe', [3]],
  ['CAFÉ', [3]],
  ['35', [3]],
  ['狐', [4]],
  ['雪の上', [4]],
  ['上雪', []],
  ['portf', [1]],
  ['#portfolio', [1]],
  ['"für oma"', [1]],
  ['"portfolio fur"', []],
  ['"oma portfolio"', []],
  ['fox portfolio', [1]],
  ['velvet portfolio', []],
  ['雪景', [4]],
  ['zebra', []],
  ['', [4, 3, 2, 1]],
  ['  ', [4, 3, 2, 1]],
  ['-- ,', [4, 3, 2, 1]],
])('%j finds %j', (text, ids) => {
  expect(found(text)).toEqual(ids);
});

test.each([
  '"',
  '""',
  '"""',
  "'",
  'fox"',
  'fox AND',
  'AND',
  'NOT fox',
  'OR OR',
  'NEAR(fox red)',
  'prompt:fox',
  '{prompt}: fox',
  '^fox',
  'fox*',
  '*',
  '**fox',
  '(fox',
  'fox)',
  'fox + red',
  '-fox',
  'fox -red',
  'a\0b',
  '\0',
  '💥 🦊',
  '\u{10ffff}',
  '\ud800',
  ';DROP TABLE runs;--',
  '%_?',
  '\\',
  `${'word '.repeat(5_000)}`,
  'x'.repeat(100_000),
])('%j is only text', (text) => {
  expect(() => found(text.slice(0, 100_000))).not.toThrow();
});

test('words become the starts of words, quotes what stands there', () => {
  expect(searchQuery('red fo')).toBe('"red"* "fo"*');
  expect(searchQuery('"red fox" ju')).toBe('"red fox" "ju"*');
  expect(searchQuery('fox-like')).toBe('"fox-like"*');
  expect(searchQuery('()')).toBeNull();
});

describe('what is searched', () => {
  test('combines with the filters and with pages', () => {
    const page = (cursor: RunCursor | null) =>
      history.runs.page({ filter: { text: 'fox', seed: 1 }, cursor, limit: 1 });
    expect(page(null)).toMatchObject({ nextCursor: { id: 2, rank: 0 }, total: 2, runs: [{ id: 2 }] });
    expect(page({ id: 2, rank: 0 })).toMatchObject({ nextCursor: null, total: 2, runs: [{ id: 1 }] });
    expect(history.runs.page({ filter: { text: 'fox', seed: 9 }, cursor: null, limit: 1 }).total).toBe(0);
  });

  test('follows the note', () => {
    history.runs.update(3, { note: 'for grandmother' });
    expect(found('grandm')).toEqual([3]);
    history.runs.update(3, { note: 'for the wall' });
    expect(found('grandm')).toEqual([]);
    expect(found('wall')).toEqual([3]);
  });

  test('follows the tags', () => {
    history.runs.update(3, { tags: ['postcard'] });
    expect(found('postcard')).toEqual([3]);
    history.runs.update(3, { tags: [] });
    expect(found('postcard')).toEqual([]);
  });

  test('has the names that runs without a strategy have on screen', () => {
    const baseline = { strategyLabel: 'none' };
    history.runs.insert(runLike(baseline, { strategy: null, prompt: 'a cat' }));
    history.runs.insert(runLike({ ...baseline, purpose: 'rival', baselineId: 5 }, { strategy: null, prompt: 'a cat' }));
    expect(found('baseline cat')).toEqual([5]);
    expect(found('rival')).toEqual([6]);
    expect(found('cat none')).toEqual([6, 5]);
  });

  test('follows the trash', async () => {
    await history.runs.trash([1]);
    expect(found('fox')).toEqual([2]);
    expect(history.runs.list({ text: 'fox', trashed: true }).map(({ id }) => id)).toEqual([1]);
    history.runs.emptyTrash();
    history.runs.insert(runLike({}, { prompt: 'fox cub' }));
    expect(found('fox')).toEqual([5, 2]);
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLike, temporaryFolder } from './history.fixture.ts';
import { type History, openHistory } from './history.ts';

let folder: string;
let history: History;

beforeEach(() => {
  folder = temporaryFolder();
  history = openHistory(folder);
});
afterEach(() => history.close());

const made = (prompt: string, negativePrompt = '') =>
  history.runs.insert(runLike({}, { prompt, negativePrompt, seed: 1 }));
const recent = (search = '', limit = 10) => history.prompts.recent(search, limit).map(({ prompt }) => prompt);

test('recent prompts: each pair once, the latest first', () => {
  made('a fox');
  made('a (blue:1.2) whale', 'blurry');
  made('a fox');
  made('a fox', 'snow');
  expect(history.prompts.recent('', 10)).toEqual([
    { prompt: 'a fox', negativePrompt: 'snow' },
    { prompt: 'a fox', negativePrompt: '' },
    { prompt: 'a (blue:1.2) whale', negativePrompt: 'blurry' },
  ]);
  expect(recent('', 1)).toEqual(['a fox']);
});

test('they are searched by what they say, not by the model or a note', () => {
  const { id } = made('a fox in the snow');
  made('a whale', 'snowstorm');
  history.runs.update(id, { note: 'whale' });
  expect(recent('snow')).toEqual(['a whale', 'a fox in the snow']);
  expect(recent('whale')).toEqual(['a whale']);
  expect(recent('emoji')).toEqual([]);
  expect(recent('")(:*')).toHaveLength(2);
});

test('what lies in the trash has none', async () => {
  const { id } = made('a fox');
  await history.runs.trash([id]);
  expect(recent()).toEqual([]);
});

test('styles are kept, renamed, replaced and deleted, and are there after a restart', () => {
  const ink = { name: 'ink', prompt: '{prompt}, ink', negativePrompt: 'colour' };
  const oil = { name: 'oil', prompt: 'oil on canvas', negativePrompt: '' };
  history.styles.save(oil);
  expect(history.styles.save(ink)).toEqual([ink, oil]);
  expect(history.styles.save({ ...oil, prompt: 'oil' })).toEqual([ink, { ...oil, prompt: 'oil' }]);
  expect(history.styles.save({ ...ink, name: 'pen' }, 'ink').map(({ name }) => name)).toEqual(['oil', 'pen']);
  history.close();
  history = openHistory(folder);
  expect(history.styles.remove('oil')).toEqual([{ ...ink, name: 'pen' }]);
});

test('a list of styles that something else wrote is as none', () => {
  history.settings.set({ promptStyles: 'x' });
  expect(history.styles.list()).toEqual([]);
});

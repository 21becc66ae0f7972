import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLike, temporaryFolder } from '../../history/history.fixture.ts';
import { type History, openHistory } from '../../history/history.ts';
import { examplePicture } from '../../pictures/example-picture.fixture.ts';
import { decoder } from '../../pictures/decoder/decoder.ts';
import { encodePng } from '../../pictures/picture.ts';
import { exportRuns } from './export-runs.ts';

let history: History;
beforeEach(() => {
  history = openHistory(temporaryFolder());
});
afterEach(() => history.close());

const exported = (ids: readonly number[], format: 'png' | 'jpeg' | 'csv' | 'json') =>
  exportRuns(history, { ids, format, theme: 'dark' });

test('chosen runs are a file of their own kind, named for what it is', async () => {
  const picture = await history.pictures.add(encodePng(examplePicture(64, 1, 0)));
  const { id } = history.runs.insert(runLike({ picture }));
  const files = await Promise.all((['png', 'jpeg', 'csv', 'json'] as const).map((format) => exported([id], format)));
  expect(files.map(({ name, type }) => [name.replace(/\d{4}-\d\d-\d\d/, 'DAY'), type])).toEqual([
    ['heirloom-contact-sheet-DAY.png', 'image/png'],
    ['heirloom-contact-sheet-DAY.jpeg', 'image/jpeg'],
    ['heirloom-runs-DAY.csv', 'text/csv'],
    ['heirloom-runs-DAY.json', 'application/json'],
  ]);
  const [sheet] = files;
  const { width } = await decoder.pixels(Buffer.from(await sheet!.arrayBuffer()), 'sheet');
  expect(width).toBeGreaterThanOrEqual(640);
});

test('a picture that is gone takes nothing from the others', async () => {
  const picture = await history.pictures.add(encodePng(examplePicture(64, 1, 0)));
  const ids = [{ picture }, { picture: 'f'.repeat(64) }].map((made) => history.runs.insert(runLike(made)).id);
  expect((await exported(ids, 'png')).size).toBeGreaterThan(1000);
});

test('too many for one sheet, and none at all, are said in words', async () => {
  const many = Array.from({ length: 1001 }, (_, n) => n);
  await expect(exported(many, 'png')).rejects.toThrow(/1001 pictures are more than the 1000 of a contact sheet/);
  await expect(exported([7], 'png')).rejects.toThrow(/None of these runs is in the history any more/);
});

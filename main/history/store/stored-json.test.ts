/** Rows that are not what was written: said in words, whatever reads them. */
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openIdleStudio } from '../../../fuzz/targets/a-studio.ts';
import { Problem } from '../../base/problem.ts';
import { runLike, settingsLike, STRATEGY, temporaryFolder } from '../history.fixture.ts';

async function studioWith(column: string, text: string) {
  const { studio, client, close } = openIdleStudio(temporaryFolder());
  onTestFinished(close);
  studio.dispatcher.pause();
  studio.history.runs.insert(runLike());
  studio.history.strategies.save(STRATEGY);
  studio.history.settings.set({ studio: { livePreview: true } });
  const axes = [{ kind: 'seed' as const, values: [1], labels: ['1'] }];
  studio.history.grids.add({ group: 'g', settings: settingsLike(), axes });
  const database = new Sqlite(studio.history.folder.database);
  const [table, name] = column.split('.');
  database.prepare(`update ${table} set ${name} = ?`).run(text);
  database.close();
  return client;
}

const page = { filter: {}, cursor: null, limit: 50 };

test.each([
  ['run_details.settings', '{"modelId":', "a run's settings"],
  ['run_details.settings', '[1]', "a run's settings"],
  ['run_details.warnings', '"x"', "a run's warnings"],
  ['run_details.timings', '[1]', "a run's times"],
])('%s: %s', async (column, text, what) => {
  const client = await studioWith(column, text);
  await expect(client.runs.page(page)).rejects.toMatchObject({
    message: `The history is damaged: ${what} cannot be read`,
    cause: expect.any(Problem),
  });
});

test.each([
  ['grids.axes', '[null]', "a grid's axes"],
  ['grids.axes', '[{"kind":"strategy","values":[3],"labels":[""]}]', 'a strategy'],
  ['grids.settings', '3', "a run's settings"],
])('%s: %s', async (column, text, what) => {
  const client = await studioWith(column, text);
  await expect(client.grids.list()).rejects.toThrow(`The history is damaged: ${what} cannot be read`);
});

test('what is JSON and yet not what was kept is named by its place', async () => {
  const client = await studioWith('strategies.strategy', '{"name":"x"}');
  await expect(client.strategies.list()).rejects.toMatchObject({
    message: expect.stringMatching(/^What Heirloom has kept is damaged: .*strategy/),
    data: { advice: expect.stringContaining('backups') },
  });
});

test('a preference that is damaged counts as never set: the pages open', async () => {
  const client = await studioWith('settings.value', '{"li');
  expect(await client.app.settings()).toEqual({});
});

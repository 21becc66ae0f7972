import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import Sqlite from 'better-sqlite3';
import { runLike, temporaryFolder } from './history.fixture.ts';
import { type History, openHistory } from './history.ts';
import { baselineKey } from './runs/baseline-key.ts';
import { storedAxes, storedSettings, storedStrategy } from './store/stored-settings.ts';
import stored from './stored-forms.fixture.json' with { type: 'json' };

let history: History;

beforeEach(() => {
  history = openHistory(temporaryFolder());
});
afterEach(() => history.close());

/** Puts a text where a run's or a task's settings lie, as an earlier version wrote it. */
function writeSettings(table: 'run_details' | 'tasks', json: string, baselineKey?: string): void {
  const database = new Sqlite(history.folder.database);
  const column = table === 'tasks' ? 'work' : 'settings';
  database.prepare(`update ${table} set ${column} = ?`).run(json);
  if (baselineKey) database.prepare('update run_details set baseline_key = ?').run(baselineKey);
  database.close();
}

describe.each(stored.settings)('settings of a row: $says', ({ json, baselineKey: key, means: meant }) => {
  /** All rows here are older than the choice how prompts are read. */
  const means = { ...meant, promptSyntax: 'plain' };

  test('are read as what they mean', () => {
    expect(storedSettings(json)).toEqual(means);
  });

  test('of a run and of a task', () => {
    const { id } = history.runs.insert(runLike());
    writeSettings('run_details', json, key);
    expect(history.runs.get(id).settings).toEqual(means);
    const work = { kind: 'generate', purpose: 'run', settings: runLike().settings } as const;
    const [task] = history.tasks.add([{ group: 'g', work }]);
    // As a migration leaves the settings of a task from before there was work (0004-work.ts).
    writeSettings('tasks', `{"kind": "generate", "purpose": "run", "settings": ${json}}`);
    expect(history.tasks.list().find((each) => each.id === task!.id)!.work.settings).toEqual(means);
  });

  test('still have the key by which a run finds its baseline', () => {
    const read = storedSettings(json);
    expect(baselineKey(read)).toBe(key);
    const full = history.runs.insert(runLike({}, { strategy: null }));
    writeSettings('run_details', JSON.stringify({ ...JSON.parse(json), strategy: null }), key);
    expect(history.runs.baselineFor(read)?.id).toBe(full.id);
  });
});

test.each(stored.strategies)('a saved strategy: $says', ({ json, means }) => {
  expect(storedStrategy(json)).toEqual(means);
});

test.each(stored.axes)('axes of a grid: $says', ({ json, means }) => {
  expect(storedAxes(json)).toEqual(means);
});

test('settings of the studio are read as they were written', () => {
  history.settings.set(stored.studio.values);
  expect(history.settings.all()).toEqual(stored.studio.values);
});

/** Rows of the history whose JSON is not what was written: a damaged disk, a hand that mended it, a version that never was. */
import Sqlite from 'better-sqlite3';
import * as fc from 'fast-check';
import { runLike, settingsLike, STRATEGY } from '../../main/history/history.fixture.ts';
import { mutatedText } from '../mutations/bytes.ts';
import { mutatedJson } from '../mutations/json.ts';
import type { Target } from '../target.ts';
import { openIdleStudio } from './a-studio.ts';

/** Columns that hold JSON, each with something that it holds. */
const SETTINGS = settingsLike();
const COLUMNS = {
  'run_details.settings': SETTINGS,
  'run_details.warnings': ['a warning'],
  'tasks.work': { kind: 'generate', purpose: 'run', settings: SETTINGS },
  'strategies.strategy': STRATEGY,
  'grids.settings': SETTINGS,
  'grids.axes': [{ kind: 'seed', values: [1, 2], labels: ['1', '2'] }],
  'settings.value': { livePreview: true },
  'calibrations.calibration': { modelId: 'embedded', width: 64, height: 64 },
} as const;
type Column = keyof typeof COLUMNS;

interface Input {
  readonly column: Column;
  readonly text: string;
}

const changed = (json: unknown): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: mutatedJson([json]).map((mutated) => JSON.stringify(mutated.json) ?? '') },
    { weight: 1, arbitrary: mutatedText([JSON.stringify(json)]) },
  );

export const rows: Target<Input> = {
  name: 'rows',
  inputs: fc
    .constantFrom(...(Object.keys(COLUMNS) as Column[]))
    .chain((column) => changed(COLUMNS[column]).map((text) => ({ column, text }))),
  async open(folder) {
    const { client, studio, quiet, close } = openIdleStudio(folder);
    const { history } = studio;
    studio.dispatcher.pause();
    const { id } = history.runs.insert(runLike());
    history.tasks.add([{ group: 'g', work: COLUMNS['tasks.work'] }]);
    history.strategies.save(STRATEGY);
    history.grids.add({ group: 'g', settings: SETTINGS, axes: [{ kind: 'seed', values: [1, 2], labels: ['1', '2'] }] });
    history.settings.set({ studio: { livePreview: true } });
    const database = new Sqlite(history.folder.database);
    const asked: Readonly<Record<string, () => Promise<unknown>>> = {
      run_details: async () => [await client.runs.page({ filter: {}, cursor: null, limit: 50 }), await client.runs.get({ id })],
      tasks: () => client.tasks.list({ states: ['queued'] }),
      strategies: () => client.strategies.list(),
      grids: async () => [await client.grids.list(), await client.grids.get({ group: 'g' })],
      settings: () => client.app.settings(),
      calibrations: () => client.models.calibration({ modelId: 'embedded' }),
    }; // prettier-ignore
    return {
      close: async () => {
        database.close();
        await close();
      },
      async try({ column, text }) {
        const [table, name] = column.split('.') as [string, string];
        const put = database.prepare(`update ${table} set ${name} = ?`);
        put.run(text);
        try {
          await asked[table]!();
          quiet();
          return null;
        } finally {
          put.run(JSON.stringify(COLUMNS[column]));
        }
      },
    };
  },
};

import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import type { Work } from '../../../preload/contract/work.ts';
import { Dispatcher } from '../../compute/dispatcher.ts';
import { Engine } from '../../compute/engine.ts';
import { TaskEventLog } from '../../compute/events.ts';
import { openHistory } from '../../history/history.ts';
import { openTaskStore } from '../../history/queue/task-store.ts';
import { openTasks } from '../../history/queue/tasks.ts';
import { openSettings } from '../../history/settings.ts';
import { openDatabase } from '../../history/store/database.ts';
import { storedWork } from '../../history/store/stored-settings.ts';
import { storeOf } from '../../history/store/store.ts';
import { openModel, openWork, type OpenWork } from './another-kind.fixture.ts';
import { startAnswering } from './settling.fixture.ts';

/** A queue of what there is and the kind of the fixture, worked off by the real dispatcher. */
async function aQueue() {
  const folder = await temporaryFolder();
  openHistory(folder).close();
  const database = openDatabase(`${folder}/history.sqlite`, `${folder}/backups`);
  const store = storeOf(database);
  const read = (json: string): Work | OpenWork => openWork.safeParse(JSON.parse(json)).data ?? storedWork(json);
  const tasks = openTasks(store, read);
  const settings = openSettings(store);
  const events = new TaskEventLog<Work | OpenWork>(0);
  const errors: unknown[] = [];
  const config = { threads: 1, memory: 'fast', dataFolder: folder, memoryBudgetBytes: 0 } as const;
  const engine = new Engine({ ...config, device: 'cpu', start: () => startAnswering() });
  const dispatcher = new Dispatcher({
    store: openTaskStore(store, tasks),
    events,
    work: { open: openModel(settings) },
    previews: () => false,
    onError: (error) => errors.push(error),
    engineOf: () => engine,
  });
  onTestFinished(async () => {
    await dispatcher.shutdown();
    database.close();
  });
  const settled = async (count: number) => {
    for await (const { event } of events.watch({ since: 0 })) {
      if (event.kind === 'state' && event.task.finishedAt !== null) count -= 1;
      if (count === 0) return tasks.list();
    }
    throw new Error('the events ended');
  };
  return { tasks, settings, dispatcher, errors, settled };
}

const open = (path: string) => ({ group: 'g', work: { kind: 'open', settings: { device: 'cpu', path } } }) as const;

test('a kind of work defined in one file is queued, performed, kept with its task, and told', async () => {
  const { tasks, settings, dispatcher, errors, settled } = await aQueue();
  tasks.add([open('/models/small'), open('/models/large')]);
  dispatcher.wake();
  const [large, small] = await settled(2);
  expect(small).toMatchObject({ state: 'done', runId: null, work: open('/models/small').work });
  expect(large).toMatchObject({ state: 'failed', problem: { message: '/models/large is too large' } });
  expect(settings.all()).toEqual({ '/models/small': [32, 32] });
  expect(errors.map(String)).toEqual(['Error: task 2 on cpu (opening /models/large): /models/large is too large']);
});

test('work of a kind that this version does not know fails in words, and the queue goes on', async () => {
  const { tasks, dispatcher, settled } = await aQueue();
  const [known] = [open('/models/small')];
  const newer = { kind: 'newer', settings: { device: 'cpu' } };
  tasks.add([{ group: 'g', work: newer as never }, known]);
  dispatcher.wake();
  const [done, failed] = await settled(2);
  expect(failed!.problem).toEqual({
    message: 'This version of Heirloom knows no work of kind newer',
    advice: 'It was queued by a newer one: install that again.',
  });
  expect(done!.state).toBe('done');
});

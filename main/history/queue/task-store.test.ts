import { spawnSync } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keepsTheContract } from '../../compute/task-store-contract.fixture.ts';
import { runLike, settingsLike, temporaryFolder } from '../history.fixture.ts';
import { openHistory } from '../history.ts';
import { eachWithHistory, taskLike, WORKER } from './tasks.fixture.ts';

keepsTheContract('tasks in a data folder', () => {
  const history = openHistory(temporaryFolder());
  onTestFinished(() => history.close());
  return {
    store: history.queue,
    add: ({ device = 'cpu' } = {}) =>
      history.tasks.add([
        taskLike({ work: { kind: 'generate', purpose: 'run', settings: settingsLike({ device }) } }),
      ])[0]!.id,
  };
});

const HISTORY_MODULE = new URL('../history.ts', import.meta.url).href;
const KILLED_WITH_A_TASK = `
  const [module, folder] = process.argv.slice(1);
  const { openHistory } = await import(module);
  await openHistory(folder).queue.claim({ worker: 'killed', leaseMs: 60_000 }, ['cpu']);
  process.kill(process.pid, 'SIGKILL');
`;

const queue = eachWithHistory();

describe('a run and its task', () => {
  const keep = (taskId: number) => () => queue.history.runs.insert(runLike({ taskId })).id;

  test('are recorded together', async () => {
    const [id] = queue.add({});
    await queue.claim();
    const task = await queue.history.queue.settle(id!, WORKER.worker, { state: 'done', keep: keep(id!) });
    expect(task).toMatchObject({ state: 'done', runId: 1 });
    await queue.history.runs.trash([1]);
    queue.history.runs.emptyTrash();
    expect(queue.history.tasks.get(id!)).toMatchObject({ state: 'done', runId: null });
  });

  test('or not at all', async () => {
    const [id] = queue.add({});
    await queue.claim();
    const attempt = { state: 'done', keep: () => keep(id!)() + 98 } as const;
    await expect(queue.history.queue.settle(id!, WORKER.worker, attempt)).rejects.toThrow();
    expect(queue.history.runs.list({})).toEqual([]);
    expect(queue.history.tasks.get(id!).state).toBe('running');
  });

  test('a run is recorded once for its task, however often', () => {
    const [id] = queue.add({});
    expect([keep(id!)(), keep(id!)()]).toEqual([1, 1]);
    expect(queue.history.runs.list({})).toHaveLength(1);
    expect(() => queue.history.runs.insert(runLike())).not.toThrow();
  });
});

describe('after a crash', () => {
  test('of the whole program in a running task, the folder is free and nobody waits for the lease', async () => {
    const [id] = queue.add({});
    queue.restart(() => {
      const dies = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', KILLED_WITH_A_TASK, HISTORY_MODULE, queue.folder],
        { encoding: 'utf8' },
      );
      expect(dies.signal, dies.stderr).toBe('SIGKILL');
    });
    expect(queue.history.tasks.get(id!)).toMatchObject({ state: 'running', attempts: 1 });
    expect(await queue.history.queue.recover(WORKER.worker)).toMatchObject([{ id, state: 'queued', attempts: 1 }]);
  });

  test('what ran goes back to its place; after the second time it has failed', async () => {
    const [id, other] = queue.add({}, {});
    await queue.claim();
    queue.restart();
    expect(await queue.history.queue.recover(WORKER.worker)).toMatchObject([{ id, state: 'queued', attempts: 1 }]);
    expect(queue.queued()).toEqual([id, other]);

    expect(await queue.claim()).toMatchObject({ id, attempts: 2 });
    queue.restart();
    const [failed] = await queue.history.queue.recover(WORKER.worker);
    expect(failed).toMatchObject({ id, state: 'failed' });
    expect(failed!.problem!.message).toContain('2 times');
    expect(failed!.problem!.advice).toBeTruthy();
    expect(await queue.history.queue.recover(WORKER.worker)).toEqual([]);
    expect(queue.queued()).toEqual([other]);
  });
});

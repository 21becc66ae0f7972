/** For tests of the queue: a history that can be opened anew, and work for it. */
import { afterEach, beforeEach } from 'vitest';
import { settingsLike, temporaryFolder } from '../history.fixture.ts';
import { type History, openHistory } from '../history.ts';
import type { NewTask } from './task-row.ts';

/** The worker of these tests. */
export const WORKER = { worker: 'a test', leaseMs: 60_000 };

export const taskLike = (changes: Partial<NewTask> = {}): NewTask => ({
  work: { kind: 'generate', purpose: 'run', settings: settingsLike() },
  group: 'group',
  ...changes,
});

/** A history for each test. */
export function eachWithHistory() {
  let folder: string;
  let history: History;
  beforeEach(() => {
    folder = temporaryFolder();
    history = openHistory(folder);
  });
  afterEach(() => history.close());
  return {
    get folder() {
      return folder;
    },
    get history() {
      return history;
    },
    /** Queues a task for each of the changes; gives their ids. */
    add: (...changes: Partial<NewTask>[]) => history.tasks.add(changes.map(taskLike)).map(({ id }) => id),
    /** The next task for the CPU, running. */
    claim: async () => await history.queue.claim(WORKER, ['cpu']),
    /** What waits, in order. */
    queued: () => history.tasks.list({ states: ['queued'] }).map(({ id }) => id),
    /** @param meanwhile what another process does. */
    restart: (meanwhile = () => {}) => {
      history.close();
      meanwhile();
      history = openHistory(folder);
    },
  };
}

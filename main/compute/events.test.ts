import { expect, test } from 'vitest';
import type { Task, TaskEvent, TaskState } from '../../preload/contract/task.ts';
import { TaskEventLog } from './events.ts';
import { MemoryTaskStore } from './task-store.fixture.ts';

const stateOf = (state: TaskState): TaskEvent['event'] => ({ kind: 'state', task: { ...aTask, state } });
const aTask: Task = new MemoryTaskStore().add();
const call = (call: number): TaskEvent['event'] => {
  return { kind: 'call', call, calls: 1000, form: 0, step: 'full', seconds: 1, secondsLeft: 1 };
};
const preview = (call: number): TaskEvent['event'] => ({ kind: 'preview', call, dataUrl: 'data:' });

/** What a reader finds unread. */
async function unread(reader: AsyncIterableIterator<TaskEvent>): Promise<TaskEvent[]> {
  const found: TaskEvent[] = [];
  for (;;) {
    const next = await Promise.race([reader.next(), Promise.resolve(null)]);
    if (!next || next.done) return found;
    found.push(next.value);
  }
}

const brief = ({ taskId, event }: TaskEvent): string => {
  if (event.kind === 'state') return `${taskId} ${event.task.state}`;
  return `${taskId} ${event.kind} ${'call' in event ? event.call : ''}`.trim();
};

test('every reader gets every event in order, each with a larger number', async () => {
  const log = new TaskEventLog();
  const readers = [log.watch(), log.watch()];
  log.push(1, stateOf('running'));
  log.push(1, call(0));
  log.push(1, stateOf('done'));
  for (const reader of readers) {
    const events = await unread(reader);
    expect(events.map(brief)).toEqual(['1 running', '1 call 0', '1 done']);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => events[0]!.seq + i));
  }
});

test('a reader that comes back gets what came after its last event', async () => {
  const log = new TaskEventLog();
  const before = log.watch();
  log.push(1, stateOf('running'));
  log.push(1, call(0));
  const [, last] = await unread(before);
  await before.return?.();
  log.push(1, call(1));
  log.push(2, stateOf('queued'));
  expect((await unread(log.watch({ since: last!.seq }))).map(brief)).toEqual(['1 call 1', '2 queued']);
  expect(await unread(log.watch())).toEqual([]);
});

test('a reader of an earlier process gets everything of this one', async () => {
  const earlier = new TaskEventLog(Date.now() * 1000 - 1e6);
  const reader = earlier.watch();
  earlier.push(1, stateOf('queued'));
  const [last] = await unread(reader);
  const log = new TaskEventLog();
  log.push(1, stateOf('running'));
  expect((await unread(log.watch({ since: last!.seq }))).map(brief)).toEqual(['1 running']);
});

test('so does one whose number was never given out', async () => {
  const log = new TaskEventLog(10);
  log.push(1, stateOf('running'));
  expect(await unread(log.watch({ since: 1e9 }))).toHaveLength(1);
});

test('long after, the states are still there; progress of what has ended is not', async () => {
  const log = new TaskEventLog(0);
  log.push(1, stateOf('running'));
  log.push(1, preview(0));
  log.push(1, stateOf('done'));
  log.push(2, stateOf('running'));
  for (let i = 0; i < 1000; i++) log.push(2, call(i));
  const events = (await unread(log.watch({ since: -1 }))).map(brief);
  expect(events.slice(0, 3)).toEqual(['1 running', '1 done', '2 running']);
  expect(events.at(-1)).toBe('2 call 999');
  expect(events.length).toBeLessThan(600);
});

test('a slow reader finds the latest preview only', async () => {
  const log = new TaskEventLog();
  const reader = log.watch();
  for (const taskId of [1, 2]) for (const at of [0, 1, 2]) log.push(taskId, preview(at));
  expect((await unread(reader)).map(brief)).toEqual(['1 preview 2', '2 preview 2']);
});

test('a reader that falls far behind loses calls, and never a state or a warning', async () => {
  const log = new TaskEventLog();
  const reader = log.watch();
  for (let i = 0; i < 1000; i++) {
    log.push(1, call(i));
    if (i % 100 === 0) log.push(i, stateOf('done'));
    if (i % 100 === 0) log.push(i, { kind: 'warning', message: 'the prompt was cut' });
  }
  const events = (await unread(reader)).map(brief);
  expect(events.length).toBeLessThan(300);
  expect(events.filter((event) => event.endsWith('done'))).toHaveLength(10);
  expect(events.filter((event) => event.endsWith('warning'))).toHaveLength(10);
  expect(events.filter((event) => event.includes('call')).at(-1)).toBe('1 call 999');
});

test('a reader can leave while it waits', async () => {
  const log = new TaskEventLog();
  const reader = log.watch();
  const next = reader.next();
  await reader.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
});

test("a reader's signal and the end of the log end it", async () => {
  const log = new TaskEventLog();
  const abort = new AbortController();
  const [left, stayed] = [log.watch({ signal: abort.signal }), log.watch()];
  abort.abort();
  log.push(1, stateOf('done'));
  log.close();
  expect(await left.next()).toMatchObject({ done: true });
  expect((await stayed.next()).value).toMatchObject({ taskId: 1 });
  expect(await stayed.next()).toMatchObject({ done: true });
  expect(await log.watch().next()).toMatchObject({ done: true });
});

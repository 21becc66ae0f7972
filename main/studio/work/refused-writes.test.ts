/** What becomes of the queue when the disk refuses what it is to write: any write, once or until somebody makes room. */
import Sqlite from 'better-sqlite3';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import type { Problem } from '../../compute/errors.ts';
import type { Hold } from '../../compute/hold.ts';
import { aQueue, goesOn, isDone, isWhole } from './queue.fixture.ts';
import { type OnStep, openWork, watchFiles } from './settling.fixture.ts';

/** What changes the disk. */
const WRITE = /^(begin|commit|insert|update|delete|file: (mkdir|open w|writeFile|sync|rename))/i;

/** How a disk says that it takes no more, to SQLite and to whoever writes files. */
const REFUSALS = {
  'a full disk': { sqlite: 'SQLITE_FULL', file: 'ENOSPC', words: /the disk is full/ },
  'a disk that fails': { sqlite: 'SQLITE_IOERR_WRITE', file: 'EIO', words: /the disk failed/ },
  'a disk that has become read-only': {
    sqlite: 'SQLITE_READONLY',
    file: 'EROFS',
    words: /may not be written|read-only/,
  },
} as const;
type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS];

const SOON = { interval: 1, timeout: 30_000 };
let onFile: OnStep = () => {};
beforeAll(() => watchFiles((step) => onFile(step)));

/** Refuses the writes for which `isRefused`, which is told how many came before, says so; once the work has begun. */
function refusing({ sqlite, file }: Refusal, isRefused: (before: number) => boolean) {
  const state = { begun: false, writes: 0 };
  const onStep: OnStep = (step) => {
    if (!state.begun || !WRITE.test(step)) return;
    state.writes += 1;
    if (!isRefused(state.writes - 1)) return;
    throw step.startsWith('file:')
      ? Object.assign(new Error(`${file}: refused`), { code: file })
      : new Sqlite.SqliteError('refused', sqlite);
  };
  onFile = onStep;
  return { onStep, state };
}

/** The reason that the queue gives for waiting. */
async function problemOf(hold: Hold): Promise<Problem> {
  await vi.waitFor(() => expect(hold.problem).not.toBeNull(), SOON);
  return hold.problem!;
}

function leftOvers(folder: string): readonly string[] {
  const incoming = join(folder, 'pictures', 'incoming');
  return existsSync(incoming) ? readdirSync(incoming) : [];
}

/** Opens a copy of the queue and begins; how many writes were asked for is known when all is done. */
async function begin(queue: string, refusal: Refusal, isRefused: (before: number) => boolean) {
  const folder = await temporaryFolder();
  cpSync(queue, folder, { recursive: true });
  const { onStep, state } = refusing(refusal, isRefused);
  const { history, dispatcher, settled, close } = openWork(folder, onStep);
  const ids = history.tasks.list({ states: ['queued'] }).map(({ id }) => id);
  state.begun = true;
  dispatcher.start();
  return {
    folder,
    history,
    hold: dispatcher.hold,
    close: async () => {
      await close();
      state.begun = false;
    },
    done: async () => {
      await settled(ids);
      state.begun = false;
      isDone(history);
      await vi.waitFor(() => expect(dispatcher.hold.problem).toBeNull(), SOON); // whoever waits tries again by itself
      expect(leftOvers(folder)).toEqual([]);
      await close();
      return state.writes;
    },
  };
}

const never = () => false;

describe.each(Object.entries(REFUSALS))('%s', (_name, refusal) => {
  test('at any one write: everything is made once, and by itself', async () => {
    const queue = await aQueue();
    const writes = await (await begin(queue, refusal, never)).done();
    expect(writes).toBeGreaterThan(20);
    for (let refused = 0; refused < writes; refused += 1) {
      const { done } = await begin(queue, refusal, (before) => before === refused);
      expect(await done(), `write ${refused} was not come to`).toBeGreaterThan(refused);
    }
  });

  test('from any write on: the queue waits and says why; what was made is kept as soon as there is room', async () => {
    const queue = await aQueue();
    const writes = await (await begin(queue, refusal, never)).done();
    for (let first = 0; first < writes; first += 1) {
      let isBad = true;
      const { history, hold, done } = await begin(queue, refusal, (before) => isBad && before >= first);
      const { message, advice } = await problemOf(hold);
      expect([message, advice], `write ${first}`).toEqual([expect.stringMatching(refusal.words), expect.any(String)]);
      isWhole(history);
      isBad = false;
      hold.tryAgain();
      await done();
    }
  });

  test('from any write on, and the program is closed: the next start goes on', async () => {
    const queue = await aQueue();
    const writes = await (await begin(queue, refusal, never)).done();
    for (let first = 0; first < writes; first += 1) {
      const { folder, hold, close } = await begin(queue, refusal, (before) => before >= first);
      await problemOf(hold);
      await close();
      await goesOn(folder);
    }
  });
});

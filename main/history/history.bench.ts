/** How long a page and a search of a long history take: `node main/history/history.bench.ts [runs]`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFilter } from '../../preload/contract/task.ts';
import { median } from '../../native-models/median.ts';
import { FIRST_ORDER, RUN_ORDERS, type RunOrder } from '../../preload/contract/run-orders.ts';
import { type History, openHistory } from './history.ts';
import { FIRST_RUN, fillHistory } from './long-history.fixture.ts';

const MANY = 100_000;
const REPEATS = 15;
const PAGE = 100;
const DAY_MS = 86_400_000;

const date = (day: number) => new Date(FIRST_RUN + day * DAY_MS).toISOString();

const FILTERS: Readonly<Record<string, RunFilter>> = {
  'no filter': {},
  'the trash': { trashed: true },
  'one model': { modelName: 'bk-sdm-tiny' },
  'one strategy': { strategyLabel: 'shallow P5' },
  'one seed': { seed: 7919 * 1234 },
  'three days': { from: date(20), to: date(23) },
  favourites: { favourite: true },
  'one tag': { tag: 'tag 3' },
  'speed-up of 1.1': { minSpeedup: 1.1 },
  'PSNR of 39': { fidelity: { psnr: 39 } },
  'model, strategy, dates, speed-up': {
    modelName: 'bk-sdm-tiny',
    strategyLabel: 'shallow P5',
    from: date(2),
    minSpeedup: 0.9,
  },
  'search: rare word': { text: '77777' },
  'search: fox': { text: 'fox' },
  'search: two words': { text: 'watercolour fox' },
  'search: phrase': { text: '"red fox" neon' },
  'search: h': { text: 'h' },
  'search: in every run': { text: 'detailed' },
  'search: in every run, negative and all': { text: 'low quality soft light' },
  'search: nothing': { text: 'zebra' },
  'search: a tag': { text: 'tag 3' },
  'search: fox, one model': { text: 'fox', modelName: 'bk-sdm-tiny' },
  'search: in every run, one seed': { text: 'detailed', seed: 7919 * 1234 },
  'search: in every run, dates': { text: 'detailed', from: date(20), to: date(40) },
};

/** Beside newest first, which all of the above are in. */
const ORDERED: readonly (readonly [RunOrder, RunFilter])[] = RUN_ORDERS.filter(
  ({ value }) => value !== FIRST_ORDER,
).flatMap(({ value }) => [[value, {}] as const, [value, { text: 'fox' }] as const]);

const nothing = () => {};

function milliseconds(before: () => unknown, work: () => unknown): number[] {
  return Array.from({ length: REPEATS }, () => {
    before();
    const start = performance.now();
    work();
    return performance.now() - start;
  });
}

/** Times in milliseconds. */
export interface HistoryTimes {
  readonly fillSeconds: number;
  readonly databaseBytes: number;
  /** By filter: how many runs it finds, its first page (the total is counted anew), and one from the middle. */
  readonly pages: Readonly<Record<string, { found: number; first: readonly number[]; further: readonly number[] }>>;
  /** First pages in other orders. */
  readonly ordered: Readonly<Record<string, readonly number[]>>;
  /** What can be filtered by. */
  readonly facets: readonly number[];
  /** What is done to all runs at once. */
  readonly all: Readonly<Record<string, number>>;
}

/**
 * @param count runs in a history that is made for this and thrown away.
 * @param edits whether all of them are marked, tagged and thrown away as well.
 */
export async function timeHistory(count: number, edits = false): Promise<HistoryTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'heirloom-bench-'));
  let history = openHistory(folder);
  try {
    const start = performance.now();
    fillHistory(history, count);
    history.close();
    history = openHistory(folder);
    const fillSeconds = (performance.now() - start) / 1000;
    const pages = Object.entries(FILTERS).map(([name, filter]) => {
      let found = 0;
      // A write in between, so that the total is counted every time.
      const first = milliseconds(
        () => history.settings.set({ turn: Math.random() }),
        () => ({ total: found } = history.runs.page({ filter, cursor: null, limit: PAGE })),
      );
      const further = milliseconds(nothing, () =>
        history.runs.page({ filter, cursor: { id: count >> 1, rank: 0 }, limit: PAGE }),
      );
      return [name, { found, first, further }] as const;
    });
    const ordered = ORDERED.map(([order, filter]) => {
      const page = () => history.runs.page({ filter, order, cursor: null, limit: PAGE });
      return [`${order}${filter.text ? `, search: ${filter.text}` : ''}`, milliseconds(nothing, page)] as const;
    });
    const facets = milliseconds(nothing, () => history.runs.facets());
    return {
      fillSeconds,
      databaseBytes: statSync(history.folder.database).size,
      pages: Object.fromEntries(pages),
      ordered: Object.fromEntries(ordered),
      facets,
      all: edits ? await timeAll(history) : {},
    };
  } finally {
    history.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeAll({ runs }: History): Promise<Readonly<Record<string, number>>> {
  const ids = runs.ids({}, FIRST_ORDER);
  const times: Record<string, number> = {};
  for (const [name, work] of Object.entries({
    'ids of all': () => runs.ids({}, FIRST_ORDER),
    'all favourites': () => runs.setFavourite(ids, true),
    'all tagged': () => runs.setTag(ids, 'all', true),
    'all untagged': () => runs.setTag(ids, 'all', false),
    'all in the trash': () => runs.trash(ids),
    'all back': () => runs.restore(ids),
  })) {
    const start = performance.now();
    await work();
    times[name] = performance.now() - start;
  }
  return times;
}

function say(...columns: readonly (string | number)[]): void {
  const [name, ...numbers] = columns;
  process.stdout.write(`${String(name).padEnd(42)}${numbers.map((n) => String(n).padStart(12)).join('')}\n`);
}

if (import.meta.main) {
  const runs = Number(process.argv[2] ?? MANY);
  const { fillSeconds, databaseBytes, pages, ordered, facets, all } = await timeHistory(runs, true);
  say(
    `${runs} runs in ${fillSeconds.toFixed(0)} s, ${(databaseBytes / 1e6).toFixed(0)} MB`,
    'found',
    'first ms',
    'page ms',
  );
  for (const [name, { found, first, further }] of Object.entries(pages)) {
    say(name, found, median(first).toFixed(1), median(further).toFixed(1));
  }
  for (const [name, times] of Object.entries(ordered)) say(name, '', median(times).toFixed(1));
  for (const [name, ms] of Object.entries(all)) say(name, '', ms.toFixed(0));
  say('facets', '', median(facets).toFixed(1));
}

/** How long a page and a search of a long history take: `node main/history/history.bench.ts [runs]`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFilter } from '../../preload/contract/task.ts';
import { median } from '../../native-models/median.ts';
import { openHistory } from './history.ts';
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
  'search: fox, one model': { text: 'fox', modelName: 'bk-sdm-tiny' },
  'search: in every run, one seed': { text: 'detailed', seed: 7919 * 1234 },
  'search: in every run, dates': { text: 'detailed', from: date(20), to: date(40) },
};

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
  /** What can be filtered by. */
  readonly facets: readonly number[];
}

/** @param count runs in a history that is made for this and thrown away. */
export function timeHistory(count: number): HistoryTimes {
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
      const further = milliseconds(nothing, () => history.runs.page({ filter, cursor: count >> 1, limit: PAGE }));
      return [name, { found, first, further }] as const;
    });
    return {
      fillSeconds,
      databaseBytes: statSync(history.folder.database).size,
      pages: Object.fromEntries(pages),
      facets: milliseconds(nothing, () => history.runs.facets()),
    };
  } finally {
    history.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function say(...columns: readonly (string | number)[]): void {
  const [name, ...numbers] = columns;
  process.stdout.write(`${String(name).padEnd(42)}${numbers.map((n) => String(n).padStart(12)).join('')}\n`);
}

if (import.meta.main) {
  const runs = Number(process.argv[2] ?? MANY);
  const { fillSeconds, databaseBytes, pages, facets } = timeHistory(runs);
  say(
    `${runs} runs in ${fillSeconds.toFixed(0)} s, ${(databaseBytes / 1e6).toFixed(0)} MB`,
    'found',
    'first ms',
    'page ms',
  );
  for (const [name, { found, first, further }] of Object.entries(pages)) {
    say(name, found, median(first).toFixed(1), median(further).toFixed(1));
  }
  say('facets', '', median(facets).toFixed(1));
}

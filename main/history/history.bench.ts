/** How long a page and a search of a long history take: `node main/history/history.bench.ts [runs]`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFilter } from '../../preload/contract/task.ts';
import { median } from '../core/measurements.ts';
import { type History, openHistory } from './history.ts';
import type { NewRun } from './run-row.ts';

const RUNS = Number(process.argv[2] ?? 100_000);
const REPEATS = 15;
const PAGE = 100;
const BATCH = 5_000;
const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');

const SUBJECTS = ['red fox', 'grinning face', 'old lighthouse', 'cat in armour', 'paper boat', 'mountain village'];
const STYLES = ['watercolour', 'oil painting', 'flat icon', 'photograph, 35mm', 'isometric', 'ink drawing'];
const WORDS = ['dawn', 'storm', 'neon', 'velvet', 'moss', 'copper', 'ivory', 'smoke', 'harbour', 'orchard', 'frost'];
const MODELS = ['heirloom-emoji', 'stable-diffusion-v1-5', 'dreamshaper-8', 'bk-sdm-tiny'];
const STRATEGIES = ['none', 'PFDiff P2', 'shallow P5', 'encoder P3', 'my own mask P4'];

const pick = <T>(values: readonly T[], n: number): T => values[n % values.length]!;

function madeUp(n: number): NewRun {
  const strategy = pick(STRATEGIES, n * 7);
  const words = [n, n * 3, n * 5].map((at) => pick(WORDS, at * 31 + (at >> 3)));
  return {
    createdAt: new Date(START + n * 60_000).toISOString(),
    purpose: 'run',
    group: `group-${n >> 3}`,
    modelName: pick(MODELS, n >> 2),
    strategyLabel: strategy,
    picture: n.toString(16).padStart(64, '0'),
    seconds: 3 + (n % 100) / 50,
    unetSeconds: 2,
    idealSpeedup: 1.5,
    peakMemoryBytes: 900_000_000,
    timings: Array.from({ length: 50 }, (_, call) => ({
      call,
      step: call % 3 === 0 ? ('full' as const) : ('inherit' as const),
      seconds: 0.05 + (call % 7) / 1000,
    })),
    warnings: [],
    // The run before it: what matters is that there is one.
    baselineId: strategy === 'none' || n === 0 ? null : n,
    settings: {
      modelId: pick(MODELS, n >> 2),
      device: 'cpu',
      prompt: `${pick(STYLES, n >> 1)} of a ${pick(SUBJECTS, n)}, ${words.join(', ')}, highly detailed, soft light, no. ${n}`,
      negativePrompt: 'blurry, low quality, extra fingers, watermark, text, jpeg artefacts',
      width: 512,
      height: 512,
      steps: 50,
      guidanceScale: 7.5,
      scheduler: 'pndm',
      seed: (n * 7919) % 4_294_967_296,
      strategy:
        strategy === 'none'
          ? null
          : {
              name: strategy,
              inherit: Array.from({ length: 12 }, (_, unit) => `up${unit % 4}.${unit % 3}.res`),
              mode: { kind: 'periodic', period: 3, tail: 0 },
              semantics: 'residual',
              switching: [],
            },
      initImage: null,
    },
  };
}

function fill({ runs, atomically }: History): void {
  for (let from = 0; from < RUNS; from += BATCH) {
    atomically(() => {
      for (let n = from; n < Math.min(from + BATCH, RUNS); n += 1) {
        const { id } = runs.insert(madeUp(n));
        runs.setFidelity(id, { psnr: 20 + (n % 200) / 10, ssim: 0.9, identical: false });
        if (n % 50 === 0) runs.update(id, { favourite: true, tags: [`tag ${n % 7}`], note: 'worth printing' });
      }
    });
  }
}

const date = (day: number) => new Date(START + day * DAY_MS).toISOString();

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
  'PSNR of 39': { minPsnr: 39 },
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

function milliseconds(before: () => unknown, work: () => unknown): number {
  const times = Array.from({ length: REPEATS }, () => {
    before();
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return median(times);
}

const say = (...columns: readonly (string | number)[]) => {
  const [name, ...numbers] = columns;
  process.stdout.write(`${String(name).padEnd(42)}${numbers.map((n) => String(n).padStart(12)).join('')}\n`);
};

const folder = mkdtempSync(join(tmpdir(), 'heirloom-bench-'));
let history = openHistory(folder);
try {
  const start = performance.now();
  fill(history);
  history.close();
  history = openHistory(folder);
  const seconds = (performance.now() - start) / 1000;
  const megabytes = statSync(history.folder.database).size / 1e6;
  say(`${RUNS} runs in ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`, 'found', 'first ms', 'page ms');
  for (const [name, filter] of Object.entries(FILTERS)) {
    let total = 0;
    // A write in between, so that the total is counted every time.
    const first = milliseconds(
      () => history.settings.set({ turn: Math.random() }),
      () => ({ total } = history.runs.page({ filter, cursor: null, limit: PAGE })),
    );
    const further = milliseconds(nothing, () => history.runs.page({ filter, cursor: RUNS >> 1, limit: PAGE }));
    say(name, total, first.toFixed(1), further.toFixed(1));
  }
  say('facets', '', milliseconds(nothing, () => history.runs.facets()).toFixed(1));
} finally {
  history.close();
  rmSync(folder, { recursive: true, force: true });
}

import { SD } from '../../../native-models/strategy/architecture.fixture.ts';
import { planRun } from '../../../native-models/strategy/plan.ts';
import { strategyFromPreset } from '../../../native-models/strategy/presets.ts';
import { parseMode } from '../../../native-models/strategy/sampling-mode.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { run as runSchema, type RunCursor, type RunFilter } from '../../../preload/contract/task.ts';
import { runLike, settingsLike, STRATEGY, temporaryFolder } from '../history.fixture.ts';
import { type History, openHistory } from '../history.ts';

let history: History;
beforeEach(() => {
  history = openHistory(temporaryFolder());
});
afterEach(() => history.close());

const idsFor = (filter: RunFilter) => history.runs.page({ filter, cursor: null, limit: 100 }).runs.map(({ id }) => id);

describe('a run', () => {
  test('comes back as it went in, and as the contract wants it', () => {
    const made = runLike({ warnings: ['slow disk'] }, { seed: 2 ** 40 });
    const recorded = history.runs.insert(made);
    expect(recorded).toEqual({
      ...made,
      id: 1,
      baselineId: null,
      speedup: null,
      doubt: null,
      fidelity: null,
      favourite: false,
      note: '',
      tags: [],
      trashedAt: null,
    });
    expect(runSchema.parse(recorded)).toEqual(recorded);
    expect(history.runs.get(1)).toEqual(recorded);
  });

  test('keeps what its calls were planned to compute; one from before there were plans has none', () => {
    const plan = planRun(strategyFromPreset('CO3', SD, parseMode('P5')), 20, [SD]);
    const { id } = history.runs.insert({ ...runLike(), plan });
    expect(history.runs.planOf(id)).toEqual(plan);
    expect(history.runs.planOf(history.runs.insert(runLike()).id)).toBeNull();
  });

  test('takes a note, tags and a star', () => {
    const { id } = history.runs.insert(runLike());
    history.runs.update(id, { note: 'print this', tags: [' b ', 'a', 'b', ''] });
    const updated = history.runs.update(id, { favourite: true });
    expect(updated).toMatchObject({ favourite: true, note: 'print this', tags: ['a', 'b'] });
    expect(history.runs.update(id, { tags: [], note: '', favourite: false })).toEqual(history.runs.get(id));
    expect(history.runs.get(id).tags).toEqual([]);
  });

  test('that is not there is a problem in words', () => {
    expect(() => history.runs.get(9)).toThrow('Run 9 is not in the history');
    expect(() => history.runs.update(9, { tags: ['a'] })).toThrow();
  });
});

describe('pages', () => {
  const pageFrom = (cursor: RunCursor | null) => history.runs.page({ filter: {}, cursor, limit: 3 });

  test('are newest first, and end', () => {
    for (let n = 0; n < 7; n += 1) history.runs.insert(runLike());
    const first = pageFrom(null);
    expect(first.runs.map(({ id }) => id)).toEqual([7, 6, 5]);
    expect(first).toMatchObject({ nextCursor: { id: 5, rank: 0 }, total: 7 });
    const last = pageFrom(pageFrom(first.nextCursor).nextCursor);
    expect(last.runs.map(({ id }) => id)).toEqual([1]);
    expect(last).toMatchObject({ nextCursor: null, total: 7 });
  });

  test('stay the same while runs are added', () => {
    for (let n = 0; n < 6; n += 1) history.runs.insert(runLike());
    const { nextCursor } = pageFrom(null);
    for (let n = 0; n < 5; n += 1) history.runs.insert(runLike());
    const second = pageFrom(nextCursor);
    expect(second.runs.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(second.total).toBe(11);
  });

  test('of an empty history are empty', () => {
    expect(pageFrom(null)).toEqual({ runs: [], nextCursor: null, total: 0 });
  });
});

describe('filters', () => {
  beforeEach(() => {
    const full = { strategy: null };
    history.runs.insert(runLike({ seconds: 6, createdAt: '2026-10-01T00:00:00Z', strategyLabel: 'none' }, full));
    history.runs.insert(runLike({ seconds: 2, createdAt: '2026-10-02T00:00:00Z', group: 'grid' }));
    history.runs.insert(runLike({ seconds: 5, createdAt: '2026-10-03T00:00:00Z', modelName: 'sd 1.5' }));
    history.runs.insert(runLike({ seconds: 1, createdAt: '2026-10-04T00:00:00Z' }, { seed: 77 }));
    history.runs.setFidelity(2, { identical: false, values: { psnr: 28.5, ssim: 0.9 } });
    history.runs.setFidelity(3, { identical: true, values: { ssim: 1 } });
    history.runs.update(4, { favourite: true, tags: ['keep'] });
  });

  test.each<[string, RunFilter, number[]]>([
    ['none', {}, [4, 3, 2, 1]],
    ['model', { modelName: 'sd 1.5' }, [3]],
    ['strategy', { strategyLabel: 'none' }, [1]],
    ['seed', { seed: 77 }, [4]],
    ['from', { from: '2026-10-03' }, [4, 3]],
    ['to', { to: '2026-10-02T00:00:00Z' }, [2, 1]],
    ['from and to, with offsets', { from: '2026-10-02T02:00:00+02:00', to: '2026-10-03T00:00:00Z' }, [3, 2]],
    ['speed-up', { minSpeedup: 2 }, [2]],
    ['fidelity; the same picture passes any', { fidelity: { psnr: 28 } }, [3, 2]],
    ['high fidelity', { fidelity: { psnr: 90 } }, [3]],
    ['fidelity by several metrics', { fidelity: { psnr: 20, ssim: 0.95 } }, [3]],
    ['fidelity by none', { fidelity: {} }, [4, 3, 2, 1]],
    ['favourite', { favourite: true }, [4]],
    ['no favourite', { favourite: false }, [3, 2, 1]],
    ['tag', { tag: 'keep' }, [4]],
    ['group', { group: 'grid' }, [2]],
    ['trashed', { trashed: true }, []],
    ['several', { modelName: 'heirloom-emoji', minSpeedup: 1, from: '2026-10-02' }, [2]],
    ['a filter left open', { modelName: undefined, seed: 77 } as RunFilter, [4]],
  ])('%s', (_, filter, ids) => {
    expect(idsFor(filter)).toEqual(ids);
    expect(history.runs.page({ filter, cursor: { id: 1000, rank: 0 }, limit: 1 }).total).toBe(ids.length);
    expect(history.runs.list(filter).map(({ id }) => id)).toEqual(ids);
  });

  test('what is no date is a problem in words', () => {
    expect(() => idsFor({ from: 'yesterday' })).toThrow('yesterday: not a date');
  });

  test('facets are what there is to choose from', () => {
    expect(history.runs.facets()).toEqual({
      modelNames: ['heirloom-emoji', 'sd 1.5'],
      strategyLabels: ['my mask, P3+2', 'none'],
      tags: ['keep'],
    });
  });
});

describe('baselines', () => {
  const full = { strategy: null };

  test('a run is measured against the full run of the same settings', () => {
    const baseline = history.runs.insert(runLike({ seconds: 6 }, full));
    expect(baseline).toMatchObject({ baselineId: null, speedup: null });
    expect(history.runs.insert(runLike({ seconds: 2 }))).toMatchObject({
      baselineId: baseline.id,
      speedup: 3,
      fidelity: null,
    });
    expect(history.runs.baselineFor(settingsLike())?.id).toBe(baseline.id);
  });

  test('a baseline made later is linked too', () => {
    const run = history.runs.insert(runLike({ seconds: 2 }));
    const baseline = history.runs.insert(runLike({ seconds: 6 }, full));
    expect(history.runs.get(run.id)).toMatchObject({ baselineId: baseline.id, speedup: 3 });
  });

  test('anything but the strategy makes it another one', () => {
    history.runs.insert(runLike({}, full));
    const others = [
      { seed: 2 },
      { prompt: 'a cat' },
      { negativePrompt: '' },
      { steps: 21 },
      { guidanceScale: 7 },
      { scheduler: 'ddim' },
      { width: 128 },
      { height: 128 },
      { modelId: 'other' },
      { device: 'webgpu' },
      { devicePrecision: 'float16' },
      { initImage: { picture: 'b'.repeat(64), strength: 0.5 } },
      { vaeTiling: true },
    ] as const;
    for (const other of others) expect(history.runs.baselineFor(settingsLike(other))).toBeNull();
    expect(history.runs.baselineFor(settingsLike({ strategy: { ...STRATEGY, semantics: 'boundary' } }))).not.toBeNull();
    // What runs mean that do not say.
    expect(history.runs.baselineFor(settingsLike({ devicePrecision: 'float32' }))).not.toBeNull();
  });

  test('one from before there was VAE tiling did without, and still is the baseline', () => {
    const { vaeTiling: _, ...old } = settingsLike(full);
    const baseline = history.runs.insert(runLike({ settings: old as RunSettings }));
    expect(history.runs.get(baseline.id).settings).toEqual(settingsLike(full));
    expect(history.runs.baselineFor(settingsLike())?.id).toBe(baseline.id);
  });

  test('a rival names what it is measured against', () => {
    const baseline = history.runs.insert(runLike({ seconds: 6 }, full));
    const rival = history.runs.insert(
      runLike({ seconds: 3, purpose: 'rival', baselineId: baseline.id }, { ...full, steps: 9 }),
    );
    expect(rival).toMatchObject({ baselineId: baseline.id, speedup: 2 });
  });

  describe('a speed-up', () => {
    /** Calls of these seconds, full, and one second around them. */
    const timed = (seconds: number, count = 8) => {
      const timings = Array.from({ length: count }, (_, call) => ({ call, form: 0, step: 'full' as const, seconds }));
      return { seconds: seconds * count + 1, unetSeconds: seconds * count, timings };
    };

    test('is judged by both runs, whichever was made first, and still is when the baseline is gone', () => {
      const slow = history.runs.insert(runLike({ ...timed(0.5), idealSpeedup: 1.7 }));
      expect(slow).toMatchObject({ speedup: null, doubt: null });
      // 3 s to 5: 0.6 where the MACs promise 1 / ((2 / 3) / 1.7 + 1 / 3) = 1.38.
      const baseline = history.runs.insert(runLike(timed(0.25), full));
      expect(history.runs.get(slow.id)).toMatchObject({ speedup: 0.6, doubt: 'far-below-ideal' });
      expect(history.runs.list({}).map(({ doubt }) => doubt)).toEqual([null, 'far-below-ideal']);
      history.runs.trash([baseline.id]);
      history.runs.emptyTrash();
      expect(history.runs.get(slow.id)).toMatchObject({ baselineId: null, doubt: 'far-below-ideal' });
    });

    test('that could be is doubted where full calls of both took different times', () => {
      history.runs.insert(runLike(timed(0.25), full));
      expect(history.runs.insert(runLike({ ...timed(0.2), idealSpeedup: 1.1 }))).toMatchObject({ doubt: null });
      expect(history.runs.insert(runLike({ ...timed(0.18), idealSpeedup: 1.5 }))).toMatchObject({ doubt: 'unsteady' });
    });

    test('of a rival is ideal by its calls', () => {
      const { id } = history.runs.insert(runLike(timed(0.25), full));
      const rival = (seconds: number, steps: number) =>
        history.runs.insert(
          runLike({ ...timed(seconds, 4), purpose: 'rival', baselineId: id, idealSpeedup: 1 }, { ...full, steps }),
        );
      expect(rival(0.25, 4)).toMatchObject({ speedup: 1.5, idealSpeedup: 2, doubt: null });
      expect(rival(0.05, 3)).toMatchObject({ speedup: 2.5, idealSpeedup: 2, doubt: 'beyond-ideal' });
    });
  });

  test('runs wait for their fidelity until it is known', () => {
    const baseline = history.runs.insert(runLike({ picture: 'b'.repeat(64) }, full));
    const run = history.runs.insert(runLike());
    const same = history.runs.insert(runLike());
    expect(history.runs.awaitingFidelity()).toEqual(
      [run, same].map(({ id, picture }) => ({ id, picture, baselinePicture: baseline.picture })),
    );
    const near = { identical: false, values: { psnr: 30, ssim: 0.95 } };
    expect(history.runs.setFidelity(run.id, near).fidelity).toEqual(near);
    // Too small for SSIM, which then has no row.
    const tiny = { identical: true, values: {} };
    expect(history.runs.setFidelity(same.id, tiny).fidelity).toEqual(tiny);
    expect(history.runs.awaitingFidelity()).toEqual([]);
  });

  test('one in the trash is not reused; deleted for good, the next one takes its place', async () => {
    const first = history.runs.insert(runLike({ seconds: 6 }, full));
    const run = history.runs.insert(runLike({ seconds: 2 }));
    await history.runs.trash([first.id]);
    expect(history.runs.baselineFor(settingsLike())).toBeNull();
    expect(history.runs.get(run.id)).toMatchObject({ baselineId: first.id, speedup: 3 });
    history.runs.emptyTrash();
    expect(history.runs.get(run.id)).toMatchObject({ baselineId: null, speedup: 3 });
    const second = history.runs.insert(runLike({ seconds: 4 }, full));
    expect(history.runs.get(run.id)).toMatchObject({ baselineId: second.id, speedup: 2 });
  });
});

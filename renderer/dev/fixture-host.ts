/**
 * A host in memory, so that the pages can be seen and developed without an engine: `?fixture` in the dev server or in a
 * build with `--mode fixture`. `?fixture=downloads` has some under way; `?fixture=held` waits for room on the disk; `?fixture=empty` has no history and no calibration yet. Never in the product.
 */
import { AsyncIteratorClass } from '@orpc/client';
import { presetOf, resolvePreset } from '../../native-models/strategy/presets.ts';
import { parseMode } from '../../native-models/strategy/sampling-mode.ts';
import type { Architecture } from '../../native-models/strategy/architecture.ts';
import { strategySchema } from '../../native-models/strategy/schema.ts';
import { runSettings } from '../../preload/contract/run-settings.ts';
import { FIRST_SETTINGS, type RunSettings } from '../../preload/settings/settings.ts';
import type { Host, StudioClient } from '../host/host.ts';
import { FIDELITY, FixtureEngine } from './fixture-engine.ts';
import { fixtureDownloads } from './fixture-downloads.ts';
import { fixtureCalibration, fixtureCost, fixtureInheritCost, FIXTURE_MODELS } from './fixture-models.ts';
import { fixturePictureId, fixturePictureUrl } from './fixture-picture.ts';

export function fixtureHost(variant: string): Host {
  const engine = new FixtureEngine();
  if (variant !== 'empty') recordSome(engine);
  return {
    client: fixtureClient(engine, variant),
    pictureUrl: fixturePictureUrl,
    desktop: null,
    onConnection(listener) {
      listener(variant === 'lost' || variant === 'refused' ? variant : 'connected');
      return () => {};
    },
  };
}

/** The history of somebody who tried CO6 and CO3 yesterday. */
function recordSome(engine: FixtureEngine): void {
  const architecture = FIXTURE_MODELS[0]!.architecture as Architecture;
  const prompt = 'a watercolour fox in the snow, morning light';
  const settings: RunSettings = { ...FIRST_SETTINGS, modelId: 'sd15', prompt };
  const baseline = engine.record('baseline', 'g0', settings, null);
  for (const [index, [preset, mode, speedup]] of (
    [
      ['CO3', 'P5+', 1.66],
      ['CO6', 'P2+', 1.34],
      ['CO6', 'P5+', 1.84],
      ['CO6', 'P5+', 1.82],
      ['CO6', 'P5+', 1.83],
    ] as const
  ).entries()) {
    const inherit = [...resolvePreset(presetOf(preset), architecture).inherited];
    const strategy = {
      name: preset,
      inherit,
      mode: parseMode(mode),
      semantics: 'residual' as const,
      switching: [],
      precision: 'float32' as const,
    };
    engine.record('run', `g${index}`, { ...settings, strategy }, baseline, speedup);
  }
}

/** A stream of one answer. */
function saidOnce<T>(answer: T) {
  const said = [answer].values();
  return new AsyncIteratorClass(
    async () => said.next(),
    async () => {},
  );
}

const FULL_DISK = { message: '/data/history.sqlite: the disk is full (SQLITE_FULL)', advice: 'Make room on it.' };

const FIXTURE_NETWORK = {
  hub: null,
  proxy: null,
  tokenIn: null,
  tokenNote: null,
  otherwise: { hub: 'https://huggingface.co', proxy: null, hasToken: false },
};

function fixtureClient(engine: FixtureEngine, variant: string): StudioClient {
  const saved: Awaited<ReturnType<StudioClient['strategies']['list']>> = [];
  let settings: Record<string, unknown> = {};
  const absent = async (): Promise<never> => {
    throw new Error('The fixture has no such thing.');
  };
  return {
    app: {
      info: async () => ({ version: '0.1.0', dataFolder: '/data', logFolder: '/data/logs', host: 'server' }),
      settings: async () => settings,
      setSettings: async (changed) => (settings = { ...settings, ...changed }),
    },
    network: {
      get: async () => FIXTURE_NETWORK,
      set: async (change) => ({ ...FIXTURE_NETWORK, tokenIn: change.token ? ('keychain' as const) : null }),
    },
    engines: {
      settings: async () => ({
        settings: { threads: 0, memory: 'fast', memoryBudgetBytes: null, precision: {} },
        memoryBytes: 32e9,
        defaultBudgetBytes: 16e9,
        cores: 8,
      }),
      setSettings: async (change) =>
        ({ threads: 0, memory: 'fast', memoryBudgetBytes: null, precision: {}, ...change }) as never,
      state: async () => [{ device: 'cpu', residentBytes: 5.1e9, warm: ['BK-SDM Base', 'SD 1.5'] }],
    },
    downloads: fixtureDownloads(variant),
    devices: {
      refresh: async () => [],
      list: async () => [
        {
          id: 'cpu',
          name: 'CPU (onnxruntime, 8 threads)',
          memoryBytes: 32e9,
          precision: 'float32',
          notes: [],
          problem: null,
        },
        {
          id: 'cuda',
          name: 'NVIDIA graphics card (CUDA)',
          memoryBytes: 12e9,
          precision: 'float16',
          notes: ['Spelled out in simpler operators, because its own are wrong: GELU (off by 3.1%).'],
          problem: null,
        },
        {
          id: 'webgpu',
          name: 'WebGPU',
          memoryBytes: null,
          precision: null,
          notes: [],
          problem: 'Its convolution differs from the known result by 0.04.',
        },
      ],
    },
    models: {
      list: async () => [...FIXTURE_MODELS],
      add: absent,
      remove: absent,
      delete: absent,
      browse: absent,
      converted: async () => [],
      removeConverted: absent,
      cost: async ({ modelId, width, height }) => fixtureCost(modelId, width, height),
      inheritCost: async ({ modelId, width, height, inherit }) => fixtureInheritCost(modelId, width, height, inherit),
      calibration: async ({ modelId }) =>
        (variant === 'empty' &&
          !engine.tasks.some(({ work, state }) => work.kind === 'calibrate' && state === 'done')) ||
        modelId !== 'sd15'
          ? null
          : fixtureCalibration(modelId, 51),
    },
    prompts: {
      recent: async () => [],
      styles: async () => [],
      saveStyle: async ({ style }) => [style],
      removeStyle: async () => [],
      // A token a word.
      count: async ({ prompt }) => {
        const tokens = prompt.split(/[\s,]+/).filter(Boolean).length;
        return {
          tokens,
          chunks: Math.max(1, Math.ceil(tokens / 75)),
          room: 75,
          borders: [],
          weights: [],
          marks: [],
          notes: [],
        };
      },
    },
    strategies: {
      list: async () => [...saved],
      async save({ strategy }) {
        const kept = strategySchema.parse(strategy);
        const entry = { id: saved.length + 1, strategy: kept, createdAt: new Date().toISOString() };
        saved.push(entry);
        return entry;
      },
      async remove({ id }) {
        saved.splice(
          saved.findIndex((entry) => entry.id === id),
          1,
        );
      },
    },
    tasks: {
      async submit({ settings, count, baseline, place = 'last' }) {
        const group = `g${engine.tasks.length + 100}`;
        const each = Array.from({ length: count }, (_, k) =>
          runSettings.parse({ ...settings, seed: settings.seed + k }),
        );
        const tasks = each.flatMap((one) => {
          const plain = { ...one, strategy: null };
          const needsBaseline = baseline && one.strategy !== null && !engine.baselineFor(one);
          return [
            ...(needsBaseline
              ? [engine.enqueue({ kind: 'generate', purpose: 'baseline', settings: plain }, group)]
              : []),
            engine.enqueue({ kind: 'generate', purpose: 'run', settings: one }, group),
          ];
        });
        if (place !== 'last') engine.putFirst(tasks.map(({ id }) => id));
        return { group, tasks };
      },
      submitRival: absent,
      submitGrid: absent,
      submitCalibration: async ({ settings }) =>
        engine.enqueue({ kind: 'calibrate', settings: runSettings.parse(settings) }, `c${engine.tasks.length}`),
      list: async ({ states }) => engine.tasks.filter(({ state }) => !states || states.includes(state)),
      async cancel({ ids }) {
        for (const id of ids) engine.cancel(id);
      },
      restore: async ({ ids }) => ids.map((id) => engine.restore(id)),
      async retry({ id }) {
        const { work, group } = engine.tasks[id - 1]!;
        return engine.enqueue(work, group);
      },
      move: async () => {},
      setPaused: absent,
      watchPaused: async () => saidOnce(false),
      watchHeld: async () => saidOnce(variant === 'held' ? FULL_DISK : null),
      tryAgain: async () => {},
      watch: async ({ since }) => {
        const events = engine.watch(since ?? engine.events.length);
        return new AsyncIteratorClass(
          () => events.next(),
          async () => {},
        );
      },
    },
    grids: { list: async () => [], get: absent, export: absent },
    runs: {
      async page({ limit }) {
        const newest = engine.runs.toReversed();
        return { runs: newest.slice(0, limit), nextCursor: null, total: newest.length };
      },
      ids: async () => engine.runs.map(({ id }) => id).toReversed(),
      get: async ({ id }) => engine.runs[id - 1]!,
      update: absent,
      setFavourite: absent,
      setTag: absent,
      export: absent,
      pictures: absent,
      trash: absent,
      restore: absent,
      emptyTrash: absent,
      facets: async () => ({ modelNames: ['SD 1.5'], strategyLabels: ['CO6 P5†'], tags: [] }),
    },
    pictures: {
      compare: async () => FIDELITY,
      upload: async () => ({ upload: 'a picture' }),
      read: async () => ({ picture: fixturePictureId(77, 0), settings: null, grid: null, notes: [] }),
    },
  };
}

/** How long the queue takes what a person submits at once: `node main/studio/runs/submit.bench.ts [pictures]`. Nothing is computed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { LIMITS } from '../../../native-models/vocabulary.ts';
import { FIRST_SETTINGS, type RunSettings } from '../../../preload/settings/settings.ts';
import { studioRouter } from '../router.ts';
import { openStudio } from '../studio.ts';

const settings: RunSettings = {
  ...FIRST_SETTINGS,
  modelId: 'embedded',
  prompt: 'a fox',
  seed: 1,
  strategy: {
    name: 'CO6',
    inherit: ['up3.0.res'],
    mode: { kind: 'periodic', period: 5, tail: 0 },
    semantics: 'residual',
    switching: [],
    precision: 'float32',
  },
};

const pictures = Number(process.argv[2] ?? LIMITS.pictures.max);
const folder = mkdtempSync(join(tmpdir(), 'heirloom-bench-'));
const studio = openStudio({ dataFolder: folder, onError: (error) => process.stderr.write(`${String(error)}\n`) });
try {
  const client = createRouterClient(studioRouter(studio, 'server'));
  await client.tasks.setPaused({ paused: true });
  await client.devices.list(); // found out once, before anything is submitted
  const timed = async (what: string, work: () => Promise<{ readonly tasks: readonly unknown[] }>) => {
    const start = performance.now();
    const { tasks } = await work();
    const ms = performance.now() - start;
    process.stdout.write(
      `${what.padEnd(66)}${String(tasks.length).padStart(6)} tasks ${ms.toFixed(0).padStart(6)} ms\n`,
    );
  };
  const submit = (from: number) => () =>
    client.tasks.submit({ settings: { ...settings, seed: from }, count: pictures, baseline: true });
  const seeds = Array.from({ length: pictures }, (_, i) => 5_000_000 + i);
  await timed(`${pictures} pictures with strategy and baseline`, submit(1));
  await timed('as many again', submit(1_000_000));
  await timed('a grid of as many seeds', () =>
    client.tasks.submitGrid({ settings, axes: [{ kind: 'seed', values: seeds }] }),
  );
  await timed('as many whose baselines wait among the cells of that grid', submit(seeds[0]!));
} finally {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
}

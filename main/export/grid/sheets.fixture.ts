/** A grid with drawn pictures and made-up numbers: for tests of what is exported from one. */
import { createHash } from 'node:crypto';
import type { GridAxis, LabelledAxis } from '../../../preload/contract/grid.ts';
import { gridCells } from '../../../preload/experiment/grid-cells.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Run } from '../../../preload/contract/task.ts';
import { examplePicture } from '../../pictures/example-picture.fixture.ts';
import { encodePng } from '../../pictures/picture.ts';
import type { Sheets } from './sheets.ts';

export const CO6 = {
  name: 'CO6',
  inherit: ['up0.0.res', 'up0.1.res'],
  mode: { kind: 'periodic', period: 5, tail: 10 },
  semantics: 'residual',
  switching: [],
  precision: 'float32' as const,
} satisfies RunSettings['strategy'];

export const SETTINGS: RunSettings = {
  modelId: 'embedded',
  device: 'cpu',
  prompt: 'a watercolour fox in the snow, morning light',
  negativePrompt: 'blurry',
  width: 64,
  height: 64,
  steps: 50,
  guidanceScale: 7.5,
  scheduler: 'pndm',
  seed: 4127,
  strategy: CO6,
  initImage: null,
  vaeTiling: false,
  promptSyntax: 'plain',
};

export interface ExampleSheets {
  readonly sheets: Sheets;
  readonly read: (id: string) => Promise<Buffer>;
}

/** @param axes in screen order. @param unmade places of cells that have no run. @param doubts of those that are doubtful, by place. */
export function exampleSheets(
  axes: readonly LabelledAxis[],
  changes: Partial<RunSettings> = {},
  unmade: readonly number[] = [],
  doubts: ReadonlyMap<number, Run['doubt']> = new Map(),
): ExampleSheets {
  const settings = { ...SETTINGS, ...changes };
  const files = new Map<string, Buffer>();
  const cells = gridCells(settings, axes.toReversed() as GridAxis[]).map((settings, index) => {
    if (unmade.includes(index)) return { settings, run: null, state: 'failed' as const };
    const file = encodePng(pictureAt(index, settings));
    const picture = createHash('sha256').update(file).digest('hex');
    files.set(picture, file);
    return {
      settings,
      run: { ...runAt(index, settings, picture), doubt: doubts.get(index) ?? null },
      state: 'done' as const,
    };
  });
  const sheets: Sheets = {
    group: 'g',
    createdAt: '2026-10-05T12:00:00.000Z',
    settings,
    modelName: 'heirloom-emoji',
    axes,
    cells,
  };
  return { sheets, read: async (id) => files.get(id)! };
}

export function pictureAt(index: number, { width, height }: Pick<RunSettings, 'width' | 'height'>) {
  const square = examplePicture(Math.max(width, height), index + 1, index / 10);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    pixels.set(square.pixels.subarray(y * square.width * 3, (y * square.width + width) * 3), y * width * 3);
  }
  return { width, height, pixels };
}

function runAt(index: number, settings: RunSettings, picture: string): Run {
  const full = settings.strategy === null;
  return {
    id: index + 1,
    createdAt: '2026-10-05T12:00:00.000Z',
    purpose: 'grid',
    group: 'g',
    settings,
    modelName: 'heirloom-emoji',
    strategyLabel: settings.strategy?.name ?? 'none',
    picture,
    seconds: full ? 6.2 : 3.35,
    unetSeconds: 3,
    idealSpeedup: full ? 1 : 2.1,
    peakMemoryBytes: 1e9,
    timings: [],
    warnings: [],
    baselineId: full ? null : 1,
    speedup: full ? null : 1.85,
    doubt: null,
    fidelity: full ? null : { identical: false, values: { psnr: 27.4, ssim: 0.921 } },
    favourite: false,
    note: '',
    tags: [],
    trashedAt: null,
  };
}

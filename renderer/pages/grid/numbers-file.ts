/** The numbers of a grid as files: one line or one object for each cell. */
import type { Run } from '../../../preload/contract/task.ts';
import { nameOf } from '../history/wording.ts';
import { AXIS_TITLES, type AxisKind } from './axis-plan.ts';
import { cellAt, extentOf } from './layout.ts';

export interface Numbers {
  readonly axes: readonly { readonly kind: AxisKind; readonly labels: readonly string[] }[];
  /** In the order of submission; null for a cell that has no run (yet). */
  readonly runs: readonly (Run | null)[];
}

type Field = string | number | null;

const COLUMNS: Readonly<Record<string, (run: Run) => Field>> = {
  run: ({ id }) => id,
  strategy: nameOf,
  semantics: ({ settings }) => settings.strategy?.semantics ?? null,
  model: ({ modelName }) => modelName,
  device: ({ settings }) => settings.device,
  prompt: ({ settings }) => settings.prompt,
  seed: ({ settings }) => settings.seed,
  steps: ({ settings }) => settings.steps,
  scheduler: ({ settings }) => settings.scheduler,
  guidance: ({ settings }) => settings.guidanceScale,
  width: ({ settings }) => settings.width,
  height: ({ settings }) => settings.height,
  seconds: ({ seconds }) => seconds,
  speedup: ({ speedup }) => speedup,
  idealSpeedup: ({ idealSpeedup }) => idealSpeedup,
  psnr: ({ psnr }) => psnr,
  ssim: ({ ssim }) => ssim,
  picture: ({ picture }) => picture,
};

export function csvOf({ axes, runs }: Numbers): string {
  const head = [...axes.map(({ kind }) => `axis: ${AXIS_TITLES[kind]}`), ...Object.keys(COLUMNS)];
  const lines = runs.map((run, index) => {
    const fields = Object.values(COLUMNS).map((read) => (run ? read(run) : null));
    return [...labelsAt(axes, index), ...fields];
  });
  return [head, ...lines].map((line) => line.map((field) => csvField(field)).join(',')).join('\r\n');
}

export function jsonOf({ axes, runs }: Numbers): string {
  const cells = runs.map((run, index) => ({
    at: Object.fromEntries(axes.map(({ kind }, axis) => [kind, labelsAt(axes, index)[axis]])),
    run: run && {
      ...Object.fromEntries(Object.entries(COLUMNS).map(([name, read]) => [name, read(run)])),
      settings: run.settings,
      timings: run.timings,
    },
  }));
  return JSON.stringify({ axes, cells }, null, 2);
}

function labelsAt(axes: Numbers['axes'], index: number): readonly string[] {
  const { x, y, z } = cellAt(extentOf(axes), index);
  return axes.map(({ labels }, axis) => labels[[x, y, z][axis]!]!);
}

/** RFC 4180. A text that a spreadsheet would take for a formula is marked as text. */
function csvField(field: Field): string {
  if (field === null) return '';
  const text = typeof field === 'string' && /^[=+\-@\t\r]/.test(field) ? `'${field}` : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

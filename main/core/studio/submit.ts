import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { gridAxis } from '../../../preload/contract/contract.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Run, Task } from '../../../preload/contract/task.ts';
import type { History } from '../../history/history.ts';
import type { NewTask } from '../../history/task-row.ts';
import { plainStepsFor } from '../equal-time.ts';
import { measurementsOf } from './measurements-of.ts';
import { usageProblem } from '../problem.ts';

export type GridAxis = z.infer<typeof gridAxis>;

/** A mistyped grid should not fill the queue for a week. */
const MAX_CELLS = 2000;

export interface Submitted {
  readonly group: string;
  readonly tasks: Task[];
}

export interface SubmitRequest {
  readonly settings: RunSettings;
  readonly count: number;
  readonly baseline: boolean;
}

/** A picture per seed; before each, its baseline where none is on record or in the queue. */
export function submitRuns(history: History, { settings, count, baseline }: SubmitRequest): Submitted {
  const each = Array.from({ length: count }, (_, i) => ({ ...settings, seed: settings.seed + i }));
  return queue(history, (group) =>
    each.flatMap((one): NewTask[] => [
      ...(baseline && one.strategy ? baselineTask(history, one, group) : []),
      { purpose: one.strategy ? 'run' : 'baseline', group, settings: one },
    ]),
  );
}

/** The honest rival of a run: plain sampling with as many steps as take its time. */
export function submitRival(history: History, runId: number): Task {
  const run = history.runs.get(runId);
  const { steps } = run.settings;
  const baseline = baselineOf(history, run);
  const rivalSteps = plainStepsFor(measurementsOf(baseline), steps, run.seconds);
  const settings: RunSettings = { ...run.settings, strategy: null, steps: rivalSteps };
  return history.tasks.add([{ purpose: 'rival', group: run.group, settings }])[0]!;
}

export function submitCalibration(history: History, settings: RunSettings): Task {
  const task = { purpose: 'calibration', group: randomUUID(), settings: { ...settings, strategy: null } } as const;
  return history.tasks.add([task])[0]!;
}

/** Every combination of the axes' values, the first axis slowest; with one baseline for each that inherits. */
export function submitGrid(history: History, settings: RunSettings, axes: readonly GridAxis[]): Submitted {
  const kinds = axes.map(({ kind }) => kind);
  const twice = kinds.find((kind, i) => kinds.indexOf(kind) !== i);
  if (twice) throw usageProblem(`Two axes vary the ${twice}`, 'Give each axis something of its own to vary.');
  const cells = axes.reduce<readonly RunSettings[]>(
    (partial, { kind, values }) => partial.flatMap((one) => values.map((value) => ({ ...one, [kind]: value }))),
    [settings],
  );
  if (cells.length > MAX_CELLS) {
    throw usageProblem(`This grid has ${cells.length} cells`, `Make it ${MAX_CELLS} or fewer.`);
  }
  return queue(history, (group) => {
    // A cell without inheritance is itself the baseline of its neighbours.
    const queued = new Set(cells.filter(({ strategy }) => !strategy).map((cell) => JSON.stringify(cell)));
    return cells.flatMap((cell): NewTask[] => {
      const baselines = cell.strategy ? baselineTask(history, cell, group) : [];
      const fresh = baselines.filter((task) => !queued.has(JSON.stringify(task.settings)));
      for (const task of fresh) queued.add(JSON.stringify(task.settings));
      return [...fresh, { purpose: 'grid', group, settings: cell }];
    });
  });
}

function queue(history: History, tasksOf: (group: string) => readonly NewTask[]): Submitted {
  const group = randomUUID();
  return { group, tasks: history.tasks.add(tasksOf(group)) };
}

/** The full run that a strategy is measured against; nothing where it is on record or waits already. */
function baselineTask(history: History, settings: RunSettings, group: string): NewTask[] {
  const full: RunSettings = { ...settings, strategy: null };
  if (history.runs.baselineFor(full)) return [];
  const wanted = JSON.stringify(full);
  const waiting = history.tasks.list({ states: ['queued', 'running'] });
  if (waiting.some((task) => task.purpose !== 'calibration' && JSON.stringify(task.settings) === wanted)) return [];
  return [{ purpose: 'baseline', group, settings: full }];
}

function baselineOf(history: History, run: Run): Run {
  const baseline = run.baselineId === null ? null : history.runs.get(run.baselineId);
  if (!baseline)
    throw usageProblem('This run has no baseline to take the time of a step from', 'Run its baseline first.');
  return baseline;
}

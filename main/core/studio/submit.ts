import { randomUUID } from 'node:crypto';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { Run, Task } from '../../../preload/contract/task.ts';
import type { History } from '../../history/history.ts';
import type { NewTask } from '../../history/task-row.ts';
import { plainStepsFor } from '../equal-time.ts';
import { measurementsOf } from './measurements-of.ts';
import { usageProblem } from '../problem.ts';

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
  const { steps, initImage } = run.settings;
  const baseline = baselineOf(history, run);
  const rivalSteps = plainStepsFor(measurementsOf(baseline), steps, run.seconds, initImage?.strength);
  const settings: RunSettings = { ...run.settings, strategy: null, steps: rivalSteps };
  return history.tasks.add([{ purpose: 'rival', group: run.group, settings }])[0]!;
}

export function submitCalibration(history: History, settings: RunSettings): Task {
  const task = { purpose: 'calibration', group: randomUUID(), settings: { ...settings, strategy: null } } as const;
  return history.tasks.add([task])[0]!;
}

function queue(history: History, tasksOf: (group: string) => readonly NewTask[]): Submitted {
  const group = randomUUID();
  return { group, tasks: history.tasks.add(tasksOf(group)) };
}

/** The full run that a strategy is measured against; nothing where it is on record or waits already. */
export function baselineTask(history: History, settings: RunSettings, group: string): NewTask[] {
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

import { randomUUID } from 'node:crypto';
import { precisionProblem } from '../../../native-models/strategy/precision.ts';
import type { Place } from '../../../preload/contract/queue.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { identityOf } from '../../../preload/settings/identity.ts';
import { isOf } from '../../../preload/contract/task-kinds.ts';
import type { Run, Task } from '../../../preload/contract/task.ts';
import type { History } from '../../history/history.ts';
import type { NewTask } from '../../history/queue/task-row.ts';
import { plainStepsFor } from '../../../native-models/equal-time.ts';
import { measure, type Measurements } from '../../runs/measurements.ts';
import { usageProblem } from '../../base/problem.ts';
import { baselineTask, unrecordedBaselines } from './missing-baselines.ts';

export interface Submitted {
  readonly group: string;
  readonly tasks: Task[];
  /** Tasks of earlier submissions that changed their place for these. */
  readonly moved?: readonly Task[];
}

/** What a person waits for goes before the cells of a grid, which has priority 0: a grid takes its time anyway. */
const AHEAD_OF_GRIDS = 1;

export interface SubmitRequest {
  readonly settings: RunSettings;
  readonly count: number;
  readonly baseline: boolean;
  /** `last` if not given. */
  readonly place?: Place;
}

/** A picture per seed; before each, its baseline where none is on record or in the queue. One batch, baselines and all. */
export function submitRuns(history: History, { settings, count, baseline, place = 'last' }: SubmitRequest): Submitted {
  requirePrecision(settings);
  const group = randomUUID();
  const each = Array.from({ length: count }, (_, i) => ({ ...settings, seed: settings.seed + i }));
  return history.atomically(() => {
    const baselines = unrecordedBaselines(history, baseline && settings.strategy ? each : []);
    const wanted = each.flatMap((one): NewTask[] => [
      ...(baselines.get(one) === null ? [baselineTask(one, group)] : []),
      { work: { kind: 'generate', purpose: one.strategy ? 'run' : 'baseline', settings: one }, group },
    ]);
    const ahead = wanted.map((task) => ({ ...task, priority: AHEAD_OF_GRIDS }));
    const tasks = history.tasks.add(ahead, place === 'last' ? 'back' : 'front');
    // A baseline that waits behind its run comes along: a run without it has nothing to be compared with.
    const moved = tasks.filter(inherits).flatMap(({ id }, index) => {
      const waiting = baselines.get(each[index]!);
      const isBehind = waiting?.state === 'queued' && (place !== 'last' || waiting.priority < AHEAD_OF_GRIDS);
      return waiting && isBehind ? [history.tasks.move(waiting.id, id)] : [];
    });
    return { group, tasks, moved };
  });
}

/** @throws where a strategy asks for arithmetic that its device has not. */
export function requirePrecision({ strategy, device }: RunSettings): void {
  const problem = precisionProblem(strategy, device);
  if (problem) throw usageProblem(problem);
}

/** What may run on while these are to run at once: they themselves, and a baseline that they are waiting for. */
export function sparedFor(history: History, tasks: readonly Task[]): readonly number[] {
  const wanted = new Set(tasks.filter(inherits).map((task) => identityOf(baselineSettings(task))));
  const running = history.tasks.list({ states: ['running'] }).filter(isOf('generate'));
  return [...tasks, ...running.filter(({ work }) => wanted.has(identityOf(work.settings)))].map(({ id }) => id);
}

const inherits = ({ work }: Task): boolean => work.settings.strategy !== null;

const baselineSettings = ({ work }: Task): RunSettings => ({ ...work.settings, strategy: null });

/** The honest rival of a run: plain sampling with as many steps as take its time. */
export function submitRival(history: History, runId: number): Task {
  const run = history.runs.get(runId);
  const { steps, initImage } = run.settings;
  const baseline = baselineOf(history, run);
  const rivalSteps = plainStepsFor(measurementsOf(baseline), steps, run.seconds, initImage?.strength);
  const settings: RunSettings = { ...run.settings, strategy: null, steps: rivalSteps };
  const work = { kind: 'generate', purpose: 'rival', settings } as const;
  return history.tasks.add([{ work, group: run.group, priority: AHEAD_OF_GRIDS }])[0]!;
}

export function submitCalibration(history: History, settings: RunSettings): Task {
  const work = { kind: 'calibrate', settings: { ...settings, strategy: null } } as const;
  return history.tasks.add([{ work, group: randomUUID(), priority: AHEAD_OF_GRIDS }])[0]!;
}

function baselineOf(history: History, run: Run): Run {
  const baseline = run.baselineId === null ? null : history.runs.get(run.baselineId);
  if (!baseline)
    throw usageProblem('This run has no baseline to take the time of a step from', 'Run its baseline first.');
  return baseline;
}

/** A recorded run in the numbers that comparisons reckon with. */
function measurementsOf({ timings, seconds, unetSeconds, idealSpeedup, peakMemoryBytes }: Run): Measurements {
  return measure({ timings, seconds, unetSeconds, idealSpeedup, peakMemoryBytes });
}

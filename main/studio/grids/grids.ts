/** Grids as the studio keeps them: submitted as tasks, found again with whatever became of each cell. */
import { randomUUID } from 'node:crypto';
import { MAX_CELLS } from '../../../preload/contract/axes.ts';
import type { Grid, GridAxis, LabelledAxis } from '../../../preload/contract/grid.ts';
import { runsOf } from '../../../preload/experiment/experiment.ts';
import { gridCells, lacksStrategy } from '../../../preload/experiment/grid-cells.ts';
import { axisOf } from '../../../preload/settings/axes.ts';
import { canonical, identityOf } from '../../../preload/settings/identity.ts';
import type { Model } from '../../../preload/contract/model.ts';
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import { isFor } from '../../../preload/contract/task-kinds.ts';
import type { History } from '../../history/history.ts';
import type { NewTask } from '../../history/queue/task-row.ts';
import { usageProblem } from '../../base/problem.ts';
import { requirePrecision, type Submitted } from '../runs/submit.ts';
import { baselineTask, unrecordedBaselines } from '../runs/missing-baselines.ts';

/** Of a grid's tasks: a cell's own, and its baseline's. */
const TASKS_PER_CELL = 2;

/** What a page asks for. */
export interface GridRequest {
  readonly settings: RunSettings;
  readonly axes: readonly GridAxis[];
}

/**
 * Every combination of the axes' values, each once; with one baseline for each that inherits.
 * @param check refuses a cell, before anything is queued.
 */
export function submitGrid(
  history: History,
  models: readonly Model[],
  { settings, axes }: GridRequest,
  check: (cell: RunSettings) => void = requirePrecision,
): Submitted {
  const cells = cellsOf(settings, axes);
  cells.forEach(check);
  const group = randomUUID();
  const runs = runsOf(cells, identityOf);
  return history.atomically(() => {
    const extra = runs.filter(({ cells }) => cells.length === 0).map(({ settings }) => settings);
    const baselines = unrecordedBaselines(history, extra);
    const tasks = runs.flatMap(({ settings, cells }): readonly NewTask[] => {
      if (cells.length > 0) return [{ work: { kind: 'generate', purpose: 'grid', settings }, group }];
      return baselines.get(settings) === null ? [baselineTask(settings, group)] : [];
    });
    history.grids.add({ group, settings, axes: labelled(axes, models) });
    return { group, tasks: history.tasks.add(tasks) };
  });
}

function cellsOf(settings: RunSettings, axes: readonly GridAxis[]): readonly RunSettings[] {
  const kinds = axes.map(({ kind }) => kind);
  const twice = kinds.find((kind, i) => kinds.indexOf(kind) !== i);
  if (twice) throw usageProblem(`Two axes vary the ${twice}`, 'Give each axis something of its own to vary.');
  if (lacksStrategy(settings, kinds)) {
    throw usageProblem('Inheritance is off: no strategy to vary', 'Switch it on, or add an axis of strategies.');
  }
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_CELLS) throw usageProblem(`This grid has ${count} cells`, `Make it ${MAX_CELLS} or fewer.`);
  return gridCells(settings, axes);
}

/** A grid made at any time: its axes, and the task and run of each cell as far as they are still there. */
export function openGrid(history: History, group: string): Grid {
  const { createdAt, settings, axes } = history.grids.get(group);
  const tasks = history.tasks.list({ group, settledLimit: MAX_CELLS * TASKS_PER_CELL });
  const runs = history.runs.list({ group });
  const taskOf = byKey(tasks.filter(isFor('grid')), ({ work }) => work.settings);
  const runOf = byKey(
    runs.filter(({ purpose }) => purpose === 'grid'),
    ({ settings }) => settings,
  );
  const cells = gridCells(settings, axes).map((cell) => {
    const task = taskOf.get(identityOf(cell));
    return { taskId: task?.id ?? null, runId: task?.runId ?? runOf.get(identityOf(cell))?.id ?? null };
  });
  return { group, createdAt, settings, axes: [...axes], cells, tasks, runs };
}

function byKey<T>(all: readonly T[], settingsOf: (each: T) => RunSettings): ReadonlyMap<string, T> {
  return new Map(all.map((each) => [identityOf(settingsOf(each)), each]));
}

/** Each value as it is called on screen and in pictures; a strategy without what another axis says of it. */
function labelled(axes: readonly GridAxis[], models: readonly Model[]): LabelledAxis[] {
  const beside = new Set<string>(axes.map(({ kind }) => kind));
  const modelName = (id: string) => models.find((model) => model.id === id)?.name ?? id;
  return axes.map((axis) => ({
    ...axis,
    labels: apart(
      axis.values.map((value) => axisOf(axis.kind).label(value, { beside, modelName })),
      axis.values,
    ),
  }));
}

/** Painted modes that have as many full calls are called the same: the second of them is `17 full (2)`. */
function apart(labels: readonly string[], values: readonly unknown[]): string[] {
  const called = new Map<string, Set<string>>();
  return labels.map((label, index) => {
    const others = called.get(label) ?? new Set();
    called.set(label, others.add(canonical(values[index])));
    const place = [...others].indexOf(canonical(values[index]));
    return place === 0 ? label : `${label} (${place + 1})`;
  });
}

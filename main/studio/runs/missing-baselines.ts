/** The full runs that strategies are measured against: which of them still have to be queued. */
import type { RunSettings } from '../../../preload/contract/run-settings.ts';
import type { TaskOf } from '../../../preload/contract/task.ts';
import { isOf } from '../../../preload/contract/task-kinds.ts';
import type { WorkOf } from '../../../preload/contract/work.ts';
import { identityOf } from '../../../preload/settings/identity.ts';
import type { History } from '../../history/history.ts';
import type { NewTask } from '../../history/queue/task-row.ts';

type GenerateTask = TaskOf<WorkOf<'generate'>>;

/**
 * Of runs that are to be queued, those whose baseline is not on record: with the task that makes it, or with null where
 * there is none. The history and the queue are each read once, however many runs there are.
 */
export function unrecordedBaselines(
  history: History,
  runs: readonly RunSettings[],
): ReadonlyMap<RunSettings, GenerateTask | null> {
  const recorded = history.runs.withBaseline(runs);
  const open = runs.filter((run) => !recorded.has(run));
  if (open.length === 0) return new Map();
  const tasks = history.tasks.list({ states: ['queued', 'running'] }).filter(isOf('generate'));
  const full = tasks.filter(({ work }) => work.settings.strategy === null);
  const making = new Map(full.map((task) => [identityOf(task.work.settings), task]));
  return new Map(open.map((run) => [run, making.get(identityOf({ ...run, strategy: null })) ?? null]));
}

/** The baseline of a run, to be queued. */
export function baselineTask(settings: RunSettings, group: string): NewTask {
  return { work: { kind: 'generate', purpose: 'baseline', settings: { ...settings, strategy: null } }, group };
}

/** Tasks as this window knows them: what the host listed, brought forward by its events. */
import type { Task, TaskEvent } from '../../preload/contract/task.ts';
import { isFor, isOf } from '../../preload/contract/task-kinds.ts';
import { type Progress, stageInWords } from '../words/progress.ts';

export interface TaskProgress extends Progress {
  /** Data URL of the latest preview. */
  readonly preview: string | null;
  readonly warnings: readonly string[];
}

export interface TaskBoard {
  readonly tasks: ReadonlyMap<number, Task>;
  readonly progress: ReadonlyMap<number, TaskProgress>;
  readonly lastSeq: number | null;
}

export const EMPTY_BOARD: TaskBoard = { tasks: new Map(), progress: new Map(), lastSeq: null };

const NO_PROGRESS: TaskProgress = {
  stage: null,
  call: null,
  calls: null,
  step: null,
  secondsLeft: null,
  preview: null,
  warnings: [],
};

export function withTasks(board: TaskBoard, tasks: readonly Task[]): TaskBoard {
  return { ...board, tasks: new Map([...board.tasks, ...tasks.map((task) => [task.id, task] as const)]) };
}

const RANK: Readonly<Record<Task['state'], number>> = { queued: 0, running: 1, done: 2, failed: 2, cancelled: 2 };

/** As {@link withTasks}, for answers: an event that came first may have told more of a task than its answer does. */
export function withAnswers(board: TaskBoard, tasks: readonly Task[]): TaskBoard {
  const isNews = (task: Task) => RANK[task.state] >= RANK[board.tasks.get(task.id)?.state ?? 'queued'];
  return withTasks(board, tasks.filter(isNews));
}

export function withEvent(board: TaskBoard, { seq, taskId, event }: TaskEvent): TaskBoard {
  // After a reconnection the host may repeat what was already read.
  if (board.lastSeq !== null && seq <= board.lastSeq) return board;
  const next = { ...board, lastSeq: seq };
  if (event.kind === 'state') {
    const retried = event.task.state === 'queued' && board.progress.has(taskId);
    return { ...withTasks(next, [event.task]), progress: retried ? without(board.progress, taskId) : board.progress };
  }
  const before = board.progress.get(taskId) ?? NO_PROGRESS;
  return { ...next, progress: new Map([...board.progress, [taskId, advance(before, event)]]) };
}

function advance(before: TaskProgress, event: Exclude<TaskEvent['event'], { kind: 'state' }>): TaskProgress {
  switch (event.kind) {
    case 'stage':
      return { ...before, stage: stageInWords(event) };
    case 'call': {
      const { call, calls, step, secondsLeft } = event;
      return { ...before, stage: null, call, calls, step, secondsLeft };
    }
    case 'preview':
      return { ...before, preview: event.dataUrl };
    case 'warning':
      return { ...before, warnings: [...before.warnings, event.message] };
  }
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  return new Map([...map].filter(([other]) => other !== key));
}

export function isActive({ state }: Task): boolean {
  return state === 'queued' || state === 'running';
}

/** Of one submission, in the order in which they were asked for. */
export function tasksOfGroup({ tasks }: TaskBoard, group: string | null): readonly Task[] {
  return [...tasks.values()].filter((task) => task.group === group).toSorted((a, b) => a.id - b.id);
}

/** What waits, in the order in which it is worked off. */
export function inOrder(tasks: readonly Task[]): readonly Task[] {
  return tasks
    .filter(({ state }) => state === 'queued')
    .toSorted((a, b) => b.priority - a.priority || a.position - b.position || a.id - b.id);
}

/** Of the tasks that a person waits for on the composer. */
const FOLLOWED = [isFor('run'), isFor('baseline'), isOf('calibrate')];

/**
 * The batch that a person follows on the composer, runs with their baselines or a calibration: the one under way, else the
 * next one, else the newest. A grid's baselines belong to the grid.
 */
export function followedGroup({ tasks }: TaskBoard): string | null {
  const all = [...tasks.values()];
  const grids = new Set(all.filter(isFor('grid')).map(({ group }) => group));
  const followed = all.filter((task) => FOLLOWED.some((is) => is(task)) && !grids.has(task.group));
  const running = followed.find(({ state }) => state === 'running');
  const next = running ?? inOrder(followed)[0];
  return (next ?? followed.toSorted((a, b) => b.id - a.id)[0])?.group ?? null;
}

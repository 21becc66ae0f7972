import type { TaskOf } from '../../preload/contract/task.ts';
import { EngineDied, GaveWay, problemOf, ShuttingDown } from './errors.ts';
import type { Hold } from './hold.ts';
import type { AnyWork, Attempt } from './task-store.ts';
import type { KindOfWork, Workplace } from './work.ts';

/** One attempt at a task, held up while the disk takes nothing. Never rejects: whatever happens is told. */
export async function runTask(task: TaskOf<AnyWork>, kind: KindOfWork, at: Workplace, hold: Hold): Promise<Attempt> {
  const { signal } = at;
  const held = <T>(work: () => Promise<T>) => hold.until(work, { signal });
  try {
    signal.throwIfAborted();
    const prepared = await held(() => kind.prepare(task, signal));
    const made = await held(() => kind.perform(prepared, at));
    // A picture that was finished all the same is kept; one that nobody wants is not.
    if (signal.aborted && !isWanted(signal)) return { state: 'cancelled' };
    return { state: 'done', keep: await held(() => kind.record(task, made)) };
  } catch (error) {
    if (signal.aborted) return { state: isWanted(signal) ? 'released' : 'cancelled' };
    if (error instanceof EngineDied) return { state: 'interrupted', what: error.message };
    return { state: 'failed', problem: problemOf(error) };
  }
}

/** Stopped, but not for good. */
const isWanted = ({ reason }: AbortSignal): boolean => reason instanceof ShuttingDown || reason instanceof GaveWay;

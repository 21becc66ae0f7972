/** What the dispatcher has to know of a kind of work. The kinds there are stand in main/studio/work/work.ts. */
import type { TaskOf } from '../../preload/contract/task.ts';
import { usageProblem } from '../base/problem.ts';
import type { Engine, RequestOptions } from './engine.ts';
import type { AnyWork } from './task-store.ts';

/** Where work is performed, and who looks on. */
export interface Workplace {
  readonly engine: Pick<Engine, 'request'>;
  /** Whether somebody wants to see small pictures on the way. */
  readonly previews: boolean;
  readonly on: NonNullable<RequestOptions['on']>;
  /** The task was cancelled or taken over, or the program is being closed. */
  readonly signal: AbortSignal;
}

/**
 * One kind of work, from a task to what is kept of it. Each of the first three steps may reject, and the task fails with
 * the words of the error. `Prepared` and `Made` are the kind's own business: what one step gives, only the next one takes.
 */
export interface KindOfWork<W extends AnyWork = AnyWork, Prepared = unknown, Made = unknown> {
  /** For the log: `baseline, model embedded, 64x64, 20 steps`. */
  title(work: W): string;
  /** Resolves ids to files, reads what the engine is to be given. */
  prepare(task: TaskOf<W>, signal: AbortSignal): Promise<Prepared>;
  perform(prepared: Prepared, at: Workplace): Promise<Made>;
  /**
   * Writes what no transaction can hold, such as the file of a picture.
   * @returns what writes the rest, once however often it is called; it gives the id of the run, null for what is no run.
   */
  record(task: TaskOf<W>, made: Made): Promise<() => number | null>;
  /**
   * What can be done later, and again: it is called when a task of this kind is done, before its readers are told, and at
   * start. Its trouble fails no task.
   */
  followUp?(signal: AbortSignal): Promise<void>;
}

/** By the kind of work. */
export type WorkTable = Readonly<Record<string, KindOfWork>>;

/** Work that a newer version queued. */
export const UNKNOWN: KindOfWork = {
  title: ({ kind }) => kind,
  prepare: async ({ work }) => {
    throw usageProblem(
      `This version of Heirloom knows no work of kind ${work.kind}`,
      'It was queued by a newer one: install that again.',
    );
  },
  perform: async () => null,
  record: async () => () => null,
};

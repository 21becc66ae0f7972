/** Downloads as they stand, in the order they were asked for. */
import type { Download } from '../../preload/contract/download.ts';
import { usageProblem } from '../base/problem.ts';
import type { JobRecord } from './job-record.ts';
import { totalOf } from './download-plan.ts';
import { Watched } from '../base/watched.ts';

interface Job {
  readonly record: JobRecord;
  readonly shown: Download;
}

/** Each download with its record; whoever follows `changed` hears of every change. */
export class ShownJobs {
  readonly changed = new Watched();
  readonly #jobs = new Map<string, Job>();

  get all(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  has(id: string): boolean {
    return this.#jobs.has(id);
  }

  get(id: string): Job {
    const job = this.#jobs.get(id);
    if (!job)
      throw usageProblem('This download is not in the list any more', 'Look at the list of models: it may be done.');
    return job;
  }

  set(record: JobRecord, shown: Download): void {
    this.#jobs.set(record.id, { record, shown });
    this.changed.tell();
  }

  /** Of one that is still there. */
  show(id: string, change: Partial<Download>): void {
    const job = this.#jobs.get(id);
    if (job) this.set(job.record, { ...job.shown, ...change });
  }

  delete(id: string): void {
    this.#jobs.delete(id);
    this.changed.tell();
  }
}

/** What is told of one that is not at work. */
export const AT_REST = { file: null, stage: 'fetching', bytesPerSecond: null, secondsLeft: null } as const;

/**
 * A download at rest, as pages see it.
 * @param doneBytes of all its files, on disk.
 */
export function shownOf({ id, title, from, files }: JobRecord, state: Download['state'], doneBytes: number): Download {
  return { ...AT_REST, id, title, from, state, doneBytes, totalBytes: totalOf(files), note: null, problem: null };
}

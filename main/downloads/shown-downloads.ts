/** Downloads as they stand, in the order they were asked for. */
import type { Download } from '../../preload/contract/download.ts';
import { usageProblem } from '../base/problem.ts';
import type { DownloadRecord } from './download-record.ts';
import { totalOf } from './offer.ts';
import { Watched } from '../base/watched.ts';

interface Entry {
  readonly record: DownloadRecord;
  readonly shown: Download;
}

/** Each download with its record; whoever follows `changed` hears of every change. */
export class ShownDownloads {
  readonly changed = new Watched();
  readonly #entries = new Map<string, Entry>();

  get all(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  get(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry)
      throw usageProblem('This download is not in the list any more', 'Look at the list of models: it may be done.');
    return entry;
  }

  set(record: DownloadRecord, shown: Download): void {
    this.#entries.set(record.id, { record, shown });
    this.changed.tell();
  }

  /** Of one that is still there. */
  show(id: string, change: Partial<Download>): void {
    const entry = this.#entries.get(id);
    if (entry) this.set(entry.record, { ...entry.shown, ...change });
  }

  delete(id: string): void {
    this.#entries.delete(id);
    this.changed.tell();
  }
}

/** What is told of one that is not at work. */
export const AT_REST = { file: null, phase: 'fetching', bytesPerSecond: null, secondsLeft: null } as const;

/**
 * A download at rest, as pages see it.
 * @param doneBytes of all its files, on disk.
 */
export function shownOf(
  { id, title, from, files }: DownloadRecord,
  state: Download['state'],
  doneBytes: number,
): Download {
  return { ...AT_REST, id, title, from, state, doneBytes, totalBytes: totalOf(files), note: null, problem: null };
}

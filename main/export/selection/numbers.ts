/** Chosen runs as a table and as JSON, some at a time, so that thousands are never all in memory. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Run } from '../../../preload/contract/task.ts';
import { csvLine, numbersOf } from '../grid/numbers.ts';

/** Reads runs of a history; those that are gone are left out. */
export type ReadRuns = (ids: readonly number[]) => readonly Run[];

/** Read at a time: a few milliseconds. */
const TOGETHER = 100;

/** What a table of a grid leaves out, because it is the same in all of its cells. */
const ofItsOwn = ({ createdAt, settings, favourite, tags, note }: Run) => ({
  made: createdAt,
  negativePrompt: settings.negativePrompt,
  favourite: favourite ? 'yes' : '',
  tags: tags.join(', '),
  note,
});

/** CSV as RFC 4180 has it, a line for each run. */
export async function csvOfRuns(ids: readonly number[], read: ReadRuns, signal?: AbortSignal): Promise<Blob> {
  const lines: string[] = [];
  for await (const runs of some(ids, read, signal)) {
    for (const run of runs) {
      const row = { ...numbersOf(run), ...ofItsOwn(run) };
      if (lines.length === 0) lines.push(csvLine(Object.keys(row)));
      lines.push(csvLine(Object.values(row)));
    }
  }
  return new Blob([lines.join('\r\n')]);
}

/** The same as JSON, with the settings, the time of every call and what the run warned of. */
export async function jsonOfRuns(ids: readonly number[], read: ReadRuns, signal?: AbortSignal): Promise<Blob> {
  const parts: string[] = [];
  for await (const runs of some(ids, read, signal)) {
    for (const run of runs) {
      const { settings, timings, warnings, tags, favourite } = run;
      const all = { ...numbersOf(run), ...ofItsOwn(run), favourite, tags, settings, timings, warnings };
      parts.push(parts.length > 0 ? ',\n' : '', JSON.stringify(all));
    }
  }
  return new Blob(['{"runs":[\n', ...parts, '\n]}\n']);
}

async function* some(ids: readonly number[], read: ReadRuns, signal?: AbortSignal): AsyncGenerator<readonly Run[]> {
  for (let at = 0; at < ids.length; at += TOGETHER) {
    if (at > 0) await turn();
    signal?.throwIfAborted();
    yield read(ids.slice(at, at + TOGETHER));
  }
}

/** One file, from its first byte or from wherever the line broke, and proved to be the one that was asked for. */
import type { Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../base/problem.ts';
import type { Connection } from './connection.ts';
import { DownloadProblem } from './problems.ts';
import { hashFor, hashPart, Mismatch, requireSame, tooLong } from './checksum.ts';
import { requireAnnounced, requireSound, requireWeights } from './expected-file.ts';
import { addressOf, type SourceFile } from './repository-file.ts';

/** What a file that is fetched tells, chunk by chunk. */
export type FileEvent =
  /** Bytes of this file that are here. */
  | { readonly kind: 'received'; readonly bytes: number; readonly phase: 'fetching' | 'checking' }
  /** What was here is worth nothing: it begins again. */
  | { readonly kind: 'again'; readonly why: string };

/** `signal` stops it; what has come stays for the next time. */
export interface FetchOptions {
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly on: (event: FileEvent) => void;
  /** Between attempts, one after the other; as many as there are. Begun anew whenever more has come than ever before. */
  readonly pausesMs?: readonly number[];
}

const PAUSES_MS = [1000, 3000, 10_000, 30_000];
/** A part that came out wrong is fetched once more; twice is no accident. */
const MAX_MISMATCHES = 2;

/** When it is done, `target` is there and right. Until then `<target>.part` has what has come. */
export async function fetchFile(file: SourceFile, target: string, options: FetchOptions): Promise<void> {
  const { signal, pausesMs = PAUSES_MS } = options;
  const part = `${target}.part`;
  await mkdir(dirname(target), { recursive: true });
  let [failures, mismatches, most] = [0, 0, await sizeOf(part)];
  for (;;) {
    signal.throwIfAborted();
    try {
      await attempt(file, part, options);
      await rename(part, target);
      return;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof Mismatch) {
        await rm(part, { force: true });
        mismatches += 1;
        if (mismatches >= MAX_MISMATCHES) throw error;
        options.on({ kind: 'again', why: 'What came was not what was announced: it is fetched once more.' });
        continue;
      }
      if (!(error instanceof DownloadProblem) || !error.passing) throw error;
      const here = await sizeOf(part);
      failures = here > most ? 0 : failures + 1;
      most = Math.max(most, here);
      const pause = pausesMs[failures];
      if (pause === undefined) throw error;
      await wait(pause, undefined, { signal }).catch(() => {});
    }
  }
}

async function attempt(file: SourceFile, part: string, options: FetchOptions): Promise<void> {
  const { connection, signal, on } = options;
  const url = addressOf(file, connection.hub);
  try {
    const here = await sizeOf(part);
    if (here > file.bytes) await rm(part);
    const kept = here > file.bytes ? 0 : here;
    let hash = hashFor(file);
    if (kept > 0 && file.checksum)
      await hashPart(part, hash, kept, { signal, on: () => on({ kind: 'received', bytes: kept, phase: 'checking' }) });
    if (kept < file.bytes) hash = await receive(file, part, url, kept, hash, options);
    else if (file.bytes === 0) await (await open(part, 'w')).close();
    on({ kind: 'received', bytes: file.bytes, phase: 'checking' });
    requireSame(file, hash);
    await requireSound(file, part);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof Problem ? error : connection.problemOf(error, url, file.path);
  }
}

/** Appends what is missing. @returns the hash of all of it. */
async function receive(
  file: SourceFile,
  part: string,
  url: string,
  kept: number,
  hash: Hash,
  { connection, signal, on }: FetchOptions,
): Promise<Hash> {
  const validator = 'url' in file.at ? file.at.validator : null;
  const headers: Record<string, string> =
    kept === 0 ? {} : { range: `bytes=${kept}-`, ...(validator ? { 'if-range': validator } : {}) };
  const response = await connection.get(url, file.path, { headers, signal, expected: [416] });
  if (response.status === 416) {
    await response.body?.cancel();
    throw new Mismatch(`${file.path} is shorter at its source than announced`, 'Start it again.');
  }
  await requireAnnounced(file, response);
  const resumed = kept > 0 && startOf(response.headers.get('content-range')) === kept;
  if (kept > 0 && !resumed) on({ kind: 'again', why: 'Its server cannot go on in the middle: it began again.' });
  let here = resumed ? kept : 0;
  const all = resumed ? hash : hashFor(file);
  const handle = await open(part, resumed ? 'a' : 'w');
  try {
    for await (const chunk of response.body ?? []) {
      const bytes = chunk as Uint8Array;
      if (here === 0) requireWeights(file, bytes);
      here += bytes.length;
      if (here > file.bytes) throw tooLong(file);
      all.update(bytes);
      await writeAll(handle, bytes);
      on({ kind: 'received', bytes: here, phase: 'fetching' });
    }
  } finally {
    await handle.close();
  }
  if (here < file.bytes) {
    throw new DownloadProblem(`${file.path} ended after ${here} of ${file.bytes} bytes`, 'Go on later.', true);
  }
  return all;
}

/** A full disk may take a part of what it is given. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
}

/** `bytes 100-199/200` -> 100 */
function startOf(range: string | null): number | null {
  const [, start] = /^bytes (\d+)-/.exec(range ?? '') ?? [];
  return start === undefined ? null : Number(start);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => ({ size: 0 }))).size;
}

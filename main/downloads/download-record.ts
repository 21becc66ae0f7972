/** What was asked for, on disk beside what has come of it: `<models>/.downloads/<id>/job.json`. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Offer, SizedChoice } from './offer.ts';
import { failure } from '../base/problem.ts';
import { storageProblem } from '../base/storage-problem.ts';
import { isPlainPart, sourceFile } from './repository-file.ts';

/** The shape of `job.json`. Its keys are older than this version: they stay. */
export const downloadRecord = z.object({
  id: z.string(),
  createdAt: z.string(),
  title: z.string(),
  from: z.string(),
  /** Parts of a path below the folder of models. */
  target: z.array(z.string().refine(isPlainPart)).min(1),
  files: z.array(sourceFile).min(1),
  /** Whether it goes on by itself when the program starts. */
  paused: z.boolean(),
});
/** A download that was asked for and is not finished. */
export type DownloadRecord = z.infer<typeof downloadRecord>;

/** A record with a fresh id; its title names the choice where there were several. */
export function newRecord({ title, from, choices }: Offer, chosen: SizedChoice): DownloadRecord {
  return {
    id: randomUUID(),
    createdAt: new Date().toISOString(),
    title: choices.length > 1 ? `${title}, ${chosen.title.charAt(0).toLowerCase()}${chosen.title.slice(1)}` : title,
    from,
    target: [...chosen.target],
    files: [...chosen.files],
    paused: false,
  };
}

const WORK = '.downloads';
const RECORD = 'job.json';

/** Beside the models, so that the finished one is moved, not copied. */
export function workFolder(models: string, id: string): string {
  return join(models, WORK, id);
}

/**
 * Writes it whole or not at all, readable by its owner alone.
 * @throws Problem where the disk refuses.
 */
export async function writeRecord(models: string, record: DownloadRecord): Promise<void> {
  const folder = workFolder(models, record.id);
  const part = join(folder, `${RECORD}.part`);
  try {
    await mkdir(folder, { recursive: true });
    // An address may carry a key of its owner's: nobody else's to read.
    await writeFile(part, JSON.stringify(record, null, 1), { mode: 0o600 });
    await rename(part, join(folder, RECORD));
  } catch (cause) {
    await rm(part, { force: true }).catch(() => {}); // what went wrong is said
    const what = `${models} cannot be written`;
    throw storageProblem(what, cause) ?? failure(what, 'Make the data folder writable, or make room.', cause);
  }
}

/** The oldest first. What cannot be read is left alone: a person may want to look at it. */
export async function readRecords(models: string): Promise<DownloadRecord[]> {
  const ids = await readdir(join(models, WORK)).catch((): string[] => []);
  const records = await Promise.all(
    ids.map(async (id) => {
      const json = await readFile(join(workFolder(models, id), RECORD), 'utf8').catch(() => 'null');
      const { data } = downloadRecord.safeParse(parsed(json));
      return data?.id === id ? [data] : [];
    }),
  );
  return records.flat().toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/** Deletes the record and what has come of its files. */
export async function forgetRecord(models: string, id: string): Promise<void> {
  await rm(workFolder(models, id), { recursive: true, force: true });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

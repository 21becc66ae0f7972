/** What a hub tells of a repository: the commit that a revision is now, and every file of it. */
import { listFiles, modelInfo } from '@huggingface/hub';
import { z } from 'zod';
import { failure, Problem } from '../base/problem.ts';
import type { Connection } from './connection.ts';
import { hostOf } from './problems.ts';
import type { SourceFile } from './repository-file.ts';

/** The largest repositories have some ten thousand; pages that go on for ever lead nowhere. */
const MOST_ENTRIES = 100_000;

/** The library hands on whatever the hub said. */
const bytes = z.int().min(0);
const listedEntry = z.looseObject({
  type: z.string(),
  path: z.string(),
  size: bytes,
  oid: z.string().optional(),
  lfs: z.looseObject({ oid: z.string(), size: bytes }).nullish(),
});

/** A repository at one commit (40 hex digits). */
export interface Repository {
  readonly commit: string;
  readonly files: readonly SourceFile[];
}

/** The commit is pinned, so that a download that is resumed tomorrow is of the same files. */
export async function readRepository(
  { repository, revision }: { readonly repository: string; readonly revision: string },
  connection: Connection,
  signal: AbortSignal,
): Promise<Repository> {
  const common = {
    hubUrl: connection.hub,
    // The token is the connection's to send: not every hub's begins as the library wants it.
    fetch: ((url: string) => connection.get(url, repository, { signal })) as unknown as typeof fetch,
  };
  try {
    const { sha: commit } = await modelInfo({ ...common, name: repository, revision, additionalFields: ['sha'] });
    return { commit, files: await filesOf(repository, commit, common) };
  } catch (error) {
    if (signal.aborted || error instanceof Problem) throw error;
    throw failure(
      `${hostOf(connection.hub)} does not answer as a hub does`,
      'Is its address in Settings right? A network that wants a log-in first answers so, too.',
      error,
    );
  }
}

async function filesOf(
  repository: string,
  commit: string,
  common: { readonly hubUrl: string; readonly fetch: typeof fetch },
): Promise<readonly SourceFile[]> {
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new TypeError(`${String(commit)} is no commit`);
  const files: SourceFile[] = [];
  let entries = 0;
  for await (const listed of listFiles({ ...common, repo: repository, revision: commit, recursive: true })) {
    if (++entries > MOST_ENTRIES) throw new TypeError(`its list has more than ${MOST_ENTRIES} entries`);
    const entry = listedEntry.parse(listed);
    if (entry.type !== 'file') continue;
    const { path, size, oid, lfs } = entry;
    files.push({
      path,
      bytes: lfs?.size ?? size,
      checksum: lfs ? { kind: 'sha256', hex: lfs.oid } : oid ? { kind: 'git', hex: oid } : null,
      at: { repository, commit, path },
    });
  }
  return files;
}

/** What is known of a file before it is fetched, and what it has to come out as. */
import { z } from 'zod';

/** What a file's bytes must hash to. */
export const checksum = z.object({
  /** `git`: the sha1 that Git names a file by, for those that are not kept as large files. */
  kind: z.enum(['sha256', 'git']),
  hex: z.string(),
});
export type Checksum = z.infer<typeof checksum>;

/** Whether a part of a path stays where it is put: a record that somebody changed must not write elsewhere. */
export function isPlainPart(part: string): boolean {
  return part !== '' && part !== '.' && part !== '..' && !/[/\\\0:]/.test(part);
}

/** A file to fetch, as job.json keeps it. */
export const sourceFile = z.object({
  /** Where it goes, below the model's folder. */
  path: z.string().refine((path) => path.split('/').every(isPlainPart)),
  bytes: z.int().min(0),
  checksum: checksum.nullable(),
  /** An address, or a file of a commit at whichever hub is set when it is fetched. */
  at: z.union([
    z.object({ url: z.string(), validator: z.string().nullable() }),
    z.object({ repository: z.string(), commit: z.string(), path: z.string() }),
  ]),
});
export type SourceFile = z.infer<typeof sourceFile>;

/**
 * Where a file is fetched from: its own address, or its commit at `hub`.
 * @param hub without a slash at its end.
 */
export function addressOf({ at }: SourceFile, hub: string): string {
  if ('url' in at) return at.url;
  const path = at.path.split('/').map(encodeURIComponent).join('/');
  return `${hub}/${at.repository}/resolve/${encodeURIComponent(at.commit)}/${path}`;
}

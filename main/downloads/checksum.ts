/** Whether what came is what was announced. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { DownloadProblem } from './problems.ts';
import type { SourceFile } from './repository-file.ts';

/** It came whole and is another file. */
export class Mismatch extends DownloadProblem {}

interface Reading {
  readonly signal: AbortSignal;
  /** Now and then, while it goes on. */
  readonly on: () => void;
}

export function tooLong({ path, bytes }: SourceFile): Mismatch {
  return new Mismatch(`${path} is longer than the ${bytes} bytes that were announced`, CHANGED);
}

const CHANGED =
  'It may have been changed meanwhile: cancel it, and download it anew. If it happens again, try another mirror.';

export function requireSame({ path, checksum }: SourceFile, hash: Hash): void {
  if (!checksum) return;
  const found = hash.digest('hex');
  if (found === checksum.hex) return;
  const short = (hex: string) => `${hex.slice(0, 12)}…`;
  throw new Mismatch(
    `${path}: its checksum is ${short(found)}, announced was ${short(checksum.hex)}. What came was thrown away`,
    CHANGED,
  );
}

export function hashFor({ bytes, checksum }: SourceFile): Hash {
  if (checksum?.kind !== 'git') return createHash('sha256');
  return createHash('sha1').update(`blob ${bytes}\0`);
}

export async function hashPart(part: string, hash: Hash, kept: number, { signal, on }: Reading): Promise<void> {
  let done = 0;
  for await (const chunk of createReadStream(part, { signal, highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    done += (chunk as Buffer).length;
    on();
  }
  if (done !== kept) throw new DownloadProblem('A part changed while it was read', 'Go on again.', true);
}

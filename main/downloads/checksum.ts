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

/** The refusal of a file that goes on after its announced size. */
export function tooLong({ path, bytes }: SourceFile): Mismatch {
  return new Mismatch(`${path} is longer than the ${bytes} bytes that were announced`, CHANGED);
}

export const CHANGED =
  'It may have been changed meanwhile: cancel it, and download it anew. If it happens again, try another mirror.';

/**
 * Compares all that was hashed with what was announced; a file without a checksum passes.
 * @throws {@link Mismatch} where they differ.
 */
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

/** An empty hash of the announced kind: SHA-256, or SHA-1 over Git's header (`blob <bytes>\0`) and the bytes. */
export function hashFor({ bytes, checksum }: SourceFile): Hash {
  if (checksum?.kind !== 'git') return createHash('sha256');
  return createHash('sha1').update(`blob ${bytes}\0`);
}

/**
 * Feeds the first `kept` bytes, which an earlier attempt left in `part`, into the hash.
 * @throws {@link DownloadProblem} (passing) where the part has another length by now; the signal's reason.
 */
export async function hashPart(part: string, hash: Hash, kept: number, { signal, on }: Reading): Promise<void> {
  let done = 0;
  for await (const chunk of createReadStream(part, { signal, highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
    done += (chunk as Buffer).length;
    on();
  }
  if (done !== kept) throw new DownloadProblem('A part changed while it was read', 'Go on again.', true);
}

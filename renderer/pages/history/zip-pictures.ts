/** Pictures as one zip, written while they are read: nothing waits for the last of thousands, and a hand can stop it. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

export interface ZippedFile {
  /** In the zip: `pictures/heirloom-12-seed-7.png`. */
  readonly name: string;
  /** @throws where it is gone. */
  readonly read: (signal: AbortSignal) => Promise<Uint8Array>;
  /** Text is; pictures are compressed already. */
  readonly deflate?: boolean;
}

export interface Zipped {
  readonly blob: Blob;
  /** What could not be read, each with the reason; the zip names it too. */
  readonly missing: readonly string[];
}

/** Sizes and places in a zip have 32 bits, and entries 16, where every program can read it. */
export const ZIP_LIMITS = { bytes: 4e9, entries: 65_000 } as const;

/** Read at a time. */
const TOGETHER = 4;

/**
 * @param onDone told after each file how many are done.
 * @throws RangeError beyond `ZIP_LIMITS`; whatever `signal` was aborted with.
 */
export async function zipOf(
  files: readonly ZippedFile[],
  { signal, onDone }: { readonly signal: AbortSignal; readonly onDone: (done: number) => void },
): Promise<Zipped> {
  if (files.length > ZIP_LIMITS.entries) throw tooLarge();
  const parts: BlobPart[] = [];
  const missing: string[] = [];
  let bytes = 0;
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    bytes += chunk.length;
    // A copy: the library may use its memory anew.
    parts.push(new Blob([new Uint8Array(chunk)]));
  });
  const add = (name: string, content: Uint8Array, deflate = false) => {
    const entry = deflate ? new ZipDeflate(name) : new ZipPassThrough(name);
    zip.add(entry);
    entry.push(content, true);
    if (bytes > ZIP_LIMITS.bytes) throw tooLarge();
  };
  for (let at = 0; at < files.length; at += TOGETHER) {
    const some = files.slice(at, at + TOGETHER);
    const read = await Promise.allSettled(some.map((file) => file.read(signal)));
    signal.throwIfAborted();
    for (const [index, result] of read.entries()) {
      const { name, deflate } = some[index]!;
      if (result.status === 'fulfilled') add(name, result.value, deflate);
      else missing.push(`${name}: ${String(result.reason instanceof Error ? result.reason.message : result.reason)}`);
    }
    onDone(at + some.length);
  }
  if (missing.length > 0) add('missing.txt', new TextEncoder().encode(`${missing.join('\n')}\n`), true);
  zip.end();
  return { blob: new Blob(parts), missing };
}

function tooLarge(): RangeError {
  const { bytes, entries } = ZIP_LIMITS;
  return new RangeError(
    `These pictures are more than a zip holds: ${bytes / 1e9} GB, and ${entries.toLocaleString('en')} of them. Export fewer at once.`,
  );
}

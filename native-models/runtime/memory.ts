import { readFileSync } from 'node:fs';

/**
 * Memory of this process. On Linux its proportional set size: sessions map the same weights at several addresses, and the
 * resident set size counts such a page once for each. Elsewhere the resident set size. Takes milliseconds: not for loops.
 */
export function memoryBytes(): number {
  return proportionalSetSize() ?? process.memoryUsage.rss();
}

function proportionalSetSize(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null; // older kernels have no such file
  }
}

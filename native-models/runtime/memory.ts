import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Watches this process's resident memory from now on. On Linux the kernel keeps the high-water mark, which is reset
 * here; elsewhere `sample` has to be called where memory is likely high, and the result is the largest sample.
 * Pages of a mmapped checkpoint count as resident once touched.
 */
export function watchPeakMemory(): { sample(): void; peakBytes(): number } {
  const resettable = resetHighWaterMark();
  let largest = process.memoryUsage.rss();
  const sample = () => {
    largest = Math.max(largest, process.memoryUsage.rss());
  };
  return {
    sample,
    peakBytes() {
      sample();
      return resettable ? Math.max(largest, highWaterMark()) : largest;
    },
  };
}

/** Linux: writing 5 to clear_refs sets VmHWM back to the present size (man 5 proc). */
function resetHighWaterMark(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false; // not permitted in some containers: samples have to do
  }
}

function highWaterMark(): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

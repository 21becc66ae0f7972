/**
 * Settings of glibc's allocator for a process that runs networks; it has to be started with them. onnxruntime's arenas, one for
 * each session, would hold the sum of the sessions' peaks, grown to powers of two: 3.7 GiB for SD 1.5 at 512x512. Without
 * arenas, and with these, one heap serves all sessions and keeps its pages from call to call: 1.4 GiB, and as fast. Without
 * arenas and without these, every large tensor's pages are faulted in anew: 4% of a call.
 */
export const HEAP_ENVIRONMENT = {
  /** No tensor gets a mapping of its own. */
  MALLOC_MMAP_MAX_: '0',
  /** Free memory at the heap's end that is kept. */
  MALLOC_TRIM_THRESHOLD_: String(4 * 2 ** 30),
} as const;

/** Ends the process from a thread beside the one that decodes, which may not come back. */
import { Worker } from 'node:worker_threads';

/** Memory that is written for the first time comes at 1 to 2 GB a second: it is seen 40 MB too late. */
const EVERY_MS = 20;

/** What the decoder's process is started with. */
export interface Bounds {
  /** Resident bytes. */
  readonly memoryBytes: number;
}

/** A process that was left behind has another parent; Windows ends it with its channel. */
const WATCH = `
  const { writeSync } = require('node:fs');
  const { workerData: { memoryBytes, everyMs, parent } } = require('node:worker_threads');
  const end = (why) => {
    try { writeSync(2, why + '\\n'); } catch {} // nobody may be there to hear it
    process.kill(process.pid, 'SIGKILL');
  };
  setInterval(() => {
    const bytes = process.memoryUsage.rss();
    if (bytes > memoryBytes) end(Math.round(bytes / 1e6) + ' MB of memory were taken');
    if (process.ppid !== parent) end('the program is gone');
  }, everyMs);
`;

/** Kills this process as soon as it takes more memory, or when the program that started it is gone. */
export function endBeyond({ memoryBytes }: Bounds): void {
  const workerData = { memoryBytes, everyMs: EVERY_MS, parent: process.ppid };
  new Worker(WATCH, { eval: true, workerData }).unref();
}

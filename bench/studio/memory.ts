import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { withStudio } from './browser.ts';
import { childrenOf } from './children.ts';
import { type Row, row } from './row.ts';

/** Devices have been tried by then, and nothing is left to do. */
const IDLE_MS = 15_000;

/**
 * Memory of an open studio that does nothing: proportional set sizes, so that shared pages count once. Only Linux tells them;
 * elsewhere there are no rows.
 */
export async function memory(): Promise<Row[]> {
  if (process.platform !== 'linux') return [];
  return await withStudio(async ({ server, page, composer }) => {
    await delay(IDLE_MS);
    const idle = proportionalBytes(server.process.pid!);
    await composer.makeComparison();
    await delay(IDLE_MS);
    const engines = childrenOf(server.process.pid!).map(proportionalBytes);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value;
    return [
      megabytes('memory: the program, open and idle', idle),
      megabytes(
        '... its engine, with the embedded model warm after a comparison',
        engines.reduce((sum, each) => sum + each, 0),
      ),
      megabytes("... the page's own objects", heap),
    ];
  });
}

const megabytes = (what: string, bytes: number) => row(what, 'MB', [bytes / 1e6]);

function proportionalBytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)![1]) * 1024;
}

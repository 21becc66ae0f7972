import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession } from 'playwright';
import { withStudio } from './browser.ts';
import { childrenOf } from './children.ts';
import { type Row, row } from './row.ts';

/** So many that the run goes on for as long as it is watched. */
const STEPS = 400;
const REPEATS = 3;
const SPAN_MS = 1000;
/** Of a core; where the browser draws in software, as it does here, a model on the same processor is slower by that. */
const REACH_PERCENT = 10;

/**
 * What the browser takes of the processor while a run is shown. The baseline is the first to run, and all of its units are
 * shown as computing. A call of a large model takes seconds, in which nothing new is to be shown: an engine that is halted
 * stands for it. Only Linux tells which process that is; elsewhere there are no rows.
 */
export async function watching(): Promise<Row[]> {
  if (process.platform !== 'linux') return [];
  return await withStudio(async ({ server, browser, page, composer }) => {
    await composer.setSteps(STEPS);
    const devtools = await browser.newBrowserCDPSession();
    await composer.run.click();
    await page.getByText(/^Call \d+ of /).waitFor();
    const quick = await sharesOfCore(devtools);
    const slow = await whileHalted(childrenOf(server.process.pid!), async () => {
      await delay(SPAN_MS);
      return await sharesOfCore(devtools);
    });
    await composer.cancel.click();
    return [
      row('quick calls (the embedded model), shown: the browser, of one core', '%', quick),
      row('a call that takes long, shown: the browser, of one core', '%', slow, REACH_PERCENT),
    ];
  });
}

async function whileHalted<T>(pids: readonly number[], act: () => Promise<T>): Promise<T> {
  try {
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return await act();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}

async function sharesOfCore(devtools: CDPSession): Promise<readonly number[]> {
  const shares: number[] = [];
  for (let time = 0; time < REPEATS; time += 1) {
    const [began, before] = [performance.now(), await cpuSeconds(devtools)];
    await delay(SPAN_MS);
    const [ended, after] = [performance.now(), await cpuSeconds(devtools)];
    shares.push((100 * (after - before) * 1000) / (ended - began));
  }
  return shares;
}

/** Of all the browser's processes. */
async function cpuSeconds(devtools: CDPSession): Promise<number> {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

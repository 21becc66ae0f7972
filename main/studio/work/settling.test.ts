import { execFile } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../native-models/reference/temporary-folder.ts';
import { aQueue, goesOn } from './queue.fixture.ts';

const PROGRAM = fileURLToPath(new URL('settling.fixture.ts', import.meta.url));
const AT_ONCE = 2;
/** How often at every step: `HEIRLOOM_KILLS=50 npm test -- main/studio/work/settling` is the long proof. */
const TIMES = Number(process.env['HEIRLOOM_KILLS'] ?? 1);
/** A process for each step: on a busy machine they take their time. */
const TIMEOUT_MS = 300_000 * TIMES;
/** Leaves the disk as it was: a kill behind it finds what a kill before it did. */
const READS = /^(?:select|asked|told)\b/;
/** Works a copy of the queue off until the step at which it is killed. @returns the steps, null where it was killed. */
async function worksUntil(folder: string, step: number, compiled: string): Promise<string[] | null> {
  try {
    const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, folder, String(step)], { env });
    return JSON.parse(stdout) as string[];
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return null;
    throw error;
  }
}

test(
  'killed at any step, the queue goes on where it was: nothing is lost, nothing recorded twice',
  async () => {
    const [queue, compiled, unbroken] = [await aQueue(), await temporaryFolder(), await temporaryFolder()];
    cpSync(queue, unbroken, { recursive: true });
    const steps = (await worksUntil(unbroken, Infinity, compiled))!;
    // At start, for each of the two tasks taken and settled, for the fidelity, and when there is no further one.
    expect(steps.filter((step) => step === 'COMMIT')).toHaveLength(7);

    const each = steps.flatMap((_, index) => (TIMES === 1 && READS.test(steps[index - 1] ?? '') ? [] : [index + 1]));
    const left = Array.from({ length: TIMES }, () => each).flat();
    const brokenOff = async () => {
      for (let step = left.shift(); step; step = left.shift()) {
        const folder = await temporaryFolder();
        cpSync(queue, folder, { recursive: true });
        expect(await worksUntil(folder, step, compiled), `step ${step} was not come to`).toBeNull();
        await goesOn(folder);
        rmSync(folder, { recursive: true });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, brokenOff));
  },
  TIMEOUT_MS,
);

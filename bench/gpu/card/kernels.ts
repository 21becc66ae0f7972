/** What a card does in a call, kernel by kernel: WebGPU's own clock, by way of onnxruntime's profile. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KernelTime } from '../results.ts';

/** Of a kernel on the device: `node&operator&program`; microseconds. */
interface KernelEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
}

type Kernel = Omit<KernelTime, 'contender'>;

const MOST = 20;

/**
 * @param run runs a session that writes its profile to a file of this beginning, twice, and ends the profile.
 * @returns the kernels of the second run that took longest together, by operator and program.
 */
export async function kernelTimes(run: (prefix: string) => Promise<void>): Promise<readonly Kernel[]> {
  const folder = await mkdtemp(join(tmpdir(), 'heirloom-kernels-'));
  try {
    await run(join(folder, 'profile'));
    const [file] = await readdir(folder);
    return longest(JSON.parse(await readFile(join(folder, file!), 'utf8')) as readonly KernelEvent[]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function longest(events: readonly KernelEvent[]): readonly Kernel[] {
  const all = events.filter(({ cat }) => cat === 'Api');
  const second = all.slice(all.length / 2);
  const kernels = Map.groupBy(second, ({ name }) => name.split('&').slice(1).join(': '));
  return [...kernels]
    .map(([kernel, group]) => ({
      kernel,
      count: group.length,
      milliseconds: group.reduce((sum, { dur }) => sum + dur, 0) / 1000,
    }))
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, MOST);
}

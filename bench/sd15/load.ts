/** How busy the machine is besides what is measured. */
import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

const TICKS_PER_SECOND = 100;

/** CPU seconds of everything that ran since the system started; null where the system does not tell (Linux does). */
export function busySeconds(): number | null {
  try {
    const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]!
      .split(/\s+/)
      .slice(1)
      .map(Number) as [number, number, number, number, number, number, number, number];
    return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/** Share of the machine that others took while a work of so many seconds ran: 0 on a quiet machine. */
export function othersShare(busy: number, { seconds, cpuSeconds }: { seconds: number; cpuSeconds: number }): number {
  return Math.max(0, busy - cpuSeconds) / (seconds * availableParallelism());
}

/** Processes that wanted to run, on average over the last minute. */
export const loadAverage = (): number => loadavg()[0]!;

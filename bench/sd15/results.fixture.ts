import type { Outcome } from './measure.ts';
import { type Results, withOutcomes } from './results.ts';
import { blocks } from './rows.ts';

export const NOTHING: Results = {
  machine: { processor: 'P', cores: 2, memoryBytes: 2 ** 30, system: 'S', node: '1', onnxruntime: '1' },
  threads: 2,
  versions: {},
  measured: [],
  missing: [],
};

/** Results in which the rows of a block took so many seconds, or are missing for a reason. */
export function withTimes(
  results: Results,
  blockId: string,
  times: Readonly<Record<string, number | string>>,
): Results {
  const block = blocks().find(({ id }) => id === blockId)!;
  const outcomes = Object.entries(times).map(([row, time]): [string, Outcome] => [
    row,
    typeof time === 'string'
      ? { missing: time }
      : { samples: [{ value: time, cpuSeconds: 2 * time, othersShare: 0, loadAverage: 1 }] },
  ]);
  return withOutcomes(results, block, new Map(outcomes), { date: '2026-01-01T00:00', commit: null });
}

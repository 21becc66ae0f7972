import { expect, test } from 'vitest';
import { report } from './report.ts';
import type { Measured } from './results.ts';

function measured(block: string, row: string): Measured {
  return {
    block,
    row,
    measures: 'seconds',
    date: '2026-01-01T00:00',
    commit: null,
    value: { median: 10, quartiles: [9, 11], count: 3, least: 9 },
    cpuSeconds: 20,
    othersShare: 0,
    loadAverage: 1,
  };
}

test('rows stand in the order of their blocks, in whichever they were measured', () => {
  const rows = [
    measured('sizes/batch 4', 'ours'),
    measured('sizes/768', 'diffusers'),
    measured('sizes/768', 'ours'),
    measured('calls/512', 'ours'),
  ];
  const machine = { processor: 'P', cores: 2, memoryBytes: 2 ** 30, system: 'S', node: '1', onnxruntime: '1' };
  const text = report({ machine, threads: 2, versions: {}, measured: rows, missing: [] });
  const cells = [...text.matchAll(/^\| +(512|768|batch 4) +\| +(\w+)/gm)].map(([, block, row]) => `${block} ${row}`);
  expect(cells).toEqual(['512 ours', '768 ours', '768 diffusers', 'batch 4 ours']);
});

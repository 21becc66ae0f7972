import { expect, test } from 'vitest';
import { report } from './report.ts';
import { NOTHING, withTimes } from './results.fixture.ts';

test('rows stand in the order of their blocks, in whichever they were measured', () => {
  let results = withTimes(NOTHING, 'sizes/batch 4', { ours: 40 });
  results = withTimes(results, 'sizes/768', { diffusers: 30, ours: 20 });
  results = withTimes(results, 'calls/512', { ours: 10 });
  const rows = [...report(results).matchAll(/^\| +(512|768|batch 4) +\| +(\w+)/gm)];
  expect(rows.map(([, block, row]) => `${block} ${row}`)).toEqual([
    '512 ours',
    '768 ours',
    '768 diffusers',
    'batch 4 ours',
  ]);
});

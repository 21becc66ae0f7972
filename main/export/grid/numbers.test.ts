import { expect, test } from 'vitest';
import type { Run } from '../../../preload/contract/task.ts';
import { csvOf, jsonOf } from './numbers.ts';
import type { Sheets } from './sheets.ts';

const run = (id: number, prompt: string) =>
  ({
    id,
    seconds: 2.5,
    psnr: null,
    settings: { prompt, seed: 7, strategy: null },
    purpose: 'grid',
    timings: [],
  }) as unknown as Run;
const NUMBERS = {
  axes: [
    { kind: 'steps', values: [10, 20], labels: ['10', '20'] },
    { kind: 'prompt', values: ['a "red" fox, small', '=1+1'], labels: ['a "red" fox, small', '=1+1'] },
  ],
  cells: [run(1, 'a "red" fox, small'), null, run(3, '=1+1'), null].map((run) => ({ run })),
  settings: { prompt: 'a fox' },
} as unknown as Sheets;

test('a table has a line for each cell, made or not', () => {
  const lines = csvOf(NUMBERS).split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(/^axis: Steps,axis: Prompt,run,strategy,mode,/);
  expect(lines[1]).toMatch(/^10,"a ""red"" fox, small",1,baseline,/);
  expect(lines[2]).toMatch(/^20,"a ""red"" fox, small",,,/);
});

test('no prompt is a formula in a spreadsheet', () => {
  expect(csvOf(NUMBERS).split('\r\n')[3]).toMatch(/^10,'=1\+1,3,/);
});

test('the JSON says for each cell where it is and what it measured', () => {
  const { axes, cells } = JSON.parse(jsonOf(NUMBERS)) as {
    axes: unknown[];
    cells: { at: object; run: object | null }[];
  };
  expect(axes).toHaveLength(2);
  expect(cells[0]).toMatchObject({
    at: { steps: '10', prompt: 'a "red" fox, small' },
    run: { seconds: 2.5, psnr: null },
  });
  expect(cells[1]!.run).toBeNull();
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idler } from './contender.fixture.ts';
import { measureBlock, type MeasureOptions } from './measure.ts';
import { type Block, CONTENDERS, type Row } from './rows.ts';
import { Turns } from './turns.ts';

type Commands = MeasureOptions['commands'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heirloom-bench-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = () => join(folder, 'log');
const asked = () => readFileSync(log(), 'utf8').trim().split('\n');
const measure = (block: Block) =>
  measureBlock(block, {
    commands: {
      ...(Object.fromEntries(CONTENDERS.map((id) => [id, { missing: 'not in this test' }])) as Commands),
      ours: idler('ours', log()),
      diffusers: idler('diffusers', log()),
      'sd.cpp': { missing: 'no C++ compiler' },
    },
    priority: 0,
    turns: new Turns(undefined),
    rounds: undefined,
    onSample: async () => {},
  });
const block = (rows: readonly Row[], measures: Block['measures'] = 'seconds'): Block => ({
  id: 'calls/test',
  group: 'calls',
  measures,
  rounds: 2,
  rows,
});
const row = (contender: Row['contender'], work = 'call'): Row => ({ id: contender, contender, work: { do: work } });

test('rows are measured in turns, after each was prepared once', async () => {
  const outcomes = await measure(block([{ ...row('ours'), prepare: { do: 'prepare' } }, row('diffusers')]));
  expect(asked()).toEqual([
    'ours open',
    'ours prepare',
    'diffusers open',
    'ours call',
    'diffusers call',
    'ours call',
    'diffusers call',
  ]);
  expect(outcomes.get('ours')).toMatchObject({ samples: [{ value: 2, cpuSeconds: 3 }, { value: 2 }] });
});

test('a contender that cannot be had, refuses or ends is missing with its reason, and the others are measured', async () => {
  const outcomes = await measure(
    block([row('sd.cpp'), { ...row('ours', 'refuse'), id: 'refuses' }, row('diffusers', 'die'), row('ours')]),
  );
  expect(outcomes.get('sd.cpp')).toEqual({ missing: 'no C++ compiler' });
  expect(outcomes.get('refuses')).toEqual({ missing: 'this peer cannot do that' });
  expect(outcomes.get('diffusers')).toEqual({ missing: expect.stringMatching(/^it ended \(3\): .*out of memory$/) });
  expect(outcomes.get('ours')).toMatchObject({ samples: [{ value: 2 }, { value: 2 }] });
});

test('a start is measured from a process of its own every time', async () => {
  const outcomes = await measure(block([row('ours', 'load')], 'start'));
  expect(asked()).toEqual(['ours load', 'ours load', 'ours load']); // the first one is not counted
  const outcome = outcomes.get('ours')!;
  const values = 'samples' in outcome ? outcome.samples.map(({ value }) => value) : [];
  expect(values).toHaveLength(2);
  expect(values).not.toContain(2); // which is what the process itself says
});

import { expect, test } from 'vitest';
import { report } from './report.ts';
import { NOTHING } from './results.fixture.ts';
import type { GpuResults, Measured } from './results.ts';
import { summary } from './summary.ts';

const call = (contender: string, median: number): Measured => ({
  group: 'calls',
  row: 'full call',
  contender,
  command: 'c',
  seconds: { median, quartiles: [median, 2 * median], count: 3, least: median },
  firstSeconds: 7,
});

const RESULTS: GpuResults = {
  ...NOTHING,
  card: { name: 'A card', driver: '1.2', memoryMiB: 10 },
  versions: { torch: '2' },
  selfTests: [
    { contender: 'ours webgpu f16', precision: 'f16', failed: 'the device has no float16' },
    { contender: 'ours webgpu f32', precision: 'f32', found: { precision: 'float32', spelledOut: [], notes: [] } },
  ],
  measured: [call('ours', 0.05), call('pytorch', 0.1)],
  memory: [{ contender: 'ours', row: 'full call', bytes: 3 * 2 ** 30 }],
  agreement: [{ what: 'ours full', against: 'pytorch full', relative: 1.5e-5, mostApart: 2e-4 }],
  missing: [{ group: 'cuda', row: 'full call', reason: 'not brought' }],
  phases: [{ phase: 'compiled', seconds: 3, failed: 'no C compiler\nat all' }],
};

test('a report has the card, every number and every reason', () => {
  const text = report(RESULTS);
  for (const part of ['A card, driver 1.2', 'torch 2', '50.0 ms', '100.0 ms', '3072 MiB', '1.5e-5', 'not brought']) {
    expect(text).toContain(part);
  }
  expect(text).toContain('| compiled |  | no C compiler at all |');
  expect(text).toContain('the device has no float16');
});

test('a run that found nothing has no tables', () => {
  expect(report(NOTHING)).not.toContain('|');
});

test('the last lines have a line for every number, and what failed', () => {
  const lines = summary(RESULTS).split('\n');
  expect(lines.filter((line) => line.startsWith('calls: '))).toHaveLength(2);
  expect(lines).toContain('failed: compiled: no C compiler');
});

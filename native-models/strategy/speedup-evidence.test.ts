import { expect, test } from 'vitest';
import { doubtOf } from './doubtful-speedup.ts';
import { speedupEvidence, type TimedRun } from './speedup-evidence.ts';
import type { Strategy } from './strategy.ts';

const CO6: Strategy = {
  name: 'CO6',
  inherit: ['mid.0.res'],
  mode: { kind: 'periodic', period: 2, tail: 0 },
  semantics: 'residual',
  switching: [],
  precision: 'float32',
};

/** Calls of these times, full unless said otherwise, and half a second around them. */
function timed(full: readonly number[], inherit: readonly number[] = []): TimedRun {
  const unetSeconds = [...full, ...inherit].reduce((sum, seconds) => sum + seconds, 0);
  const timings = [
    ...full.map((seconds) => ({ step: 'full' as const, seconds })),
    ...inherit.map((seconds) => ({ step: 'inherit' as const, seconds })),
  ];
  return { seconds: unetSeconds + 0.5, unetSeconds, timings };
}
const times = (count: number, seconds: number) => Array.from({ length: count }, () => seconds);
const run = (from: TimedRun, strategy: Strategy | null = CO6) => ({ ...from, strategy, idealSpeedup: 1.6 });
const BASELINE = timed(times(16, 0.25));

test('a run and its baseline say how much was gained, of which part, and whether a full call stayed what it was', () => {
  // 8 full calls of 0.25 s, 8 that inherit of 0.0625: 2.5 s; the baseline took 4 s; half a second around both.
  expect(speedupEvidence(run(timed(times(8, 0.25), times(8, 0.0625))), BASELINE)).toEqual({
    speedup: 4.5 / 3,
    idealSpeedup: 1.6,
    precision: 'float32',
    unetShare: 4 / 4.5,
    fullCall: 1,
    unevenness: 0,
  });
});

test('a run that other work slowed all the while has slower full calls than its baseline', () => {
  const slowed = speedupEvidence(run(timed(times(8, 0.4), times(8, 0.1))), BASELINE)!;
  expect(slowed.fullCall).toBeCloseTo(1.6, 12);
  expect(doubtOf({ ...slowed, speedup: 1.4 })).toBe('unsteady');
});

test('one that other work slowed for a while has uneven full calls, and so has its baseline', () => {
  const [uneven, even] = [timed([...times(4, 0.25), ...times(4, 0.5)], times(8, 0.0625)), timed(times(8, 0.25))];
  // The slower half's median is 0.5 s, the quicker half's 0.25, that of all 0.375.
  expect(speedupEvidence(run(uneven), BASELINE)!.unevenness).toBeCloseTo(0.25 / 0.375, 12);
  expect(speedupEvidence(run(even), uneven)!.unevenness).toBeCloseTo(0.25 / 0.375, 12);
  expect(speedupEvidence(run(timed([0.25, 0.5])), timed([0.25, 0.5]))!.unevenness).toBeNull();
});

test('full calls of other UNets or of int8 are not measured by the baseline’s', () => {
  const from = timed([...times(8, 0.25), ...times(8, 0.05)]);
  const switching = [
    { unet: 'sd', calls: 8 },
    { unet: 'tiny', calls: 8 },
  ];
  expect(speedupEvidence(run(from, { ...CO6, switching }), BASELINE)).toMatchObject({ fullCall: null, unevenness: 0 });
  expect(speedupEvidence(run(from, { ...CO6, precision: 'int8' }), BASELINE)!.fullCall).toBeNull();
  expect(speedupEvidence(run(from, null), BASELINE)!.fullCall).not.toBeNull();
});

test('without full calls, or with a clock that stood still, less is known', () => {
  expect(speedupEvidence(run(timed([], times(4, 0.1))), BASELINE)).toMatchObject({ fullCall: null, unevenness: 0 });
  expect(speedupEvidence(run({ ...timed([]), seconds: 0 }), BASELINE)).toBeNull();
  expect(speedupEvidence(run(timed(times(8, 0))), BASELINE)).toMatchObject({ fullCall: null, unevenness: 0 });
});

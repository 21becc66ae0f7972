import { expect, it } from 'vitest';
import { explicitMode } from '../../native-models/strategy/sampling-mode.ts';
import type { StepKind } from '../../native-models/vocabulary.ts';
import { expectedRun, WorkMeter } from './work-meter.ts';

const strategy = {
  name: 'mine',
  inherit: ['up3.0.res' as const],
  mode: explicitMode([0, 1]),
  semantics: 'residual' as const,
  switching: [],
  precision: 'float32' as const,
};
const call = (step: StepKind, seconds: number) => ({ call: 0, form: step === 'full' ? 0 : 1, step, seconds });

it('tells the time left by what calls of each kind have taken', () => {
  // One run of 4 full calls, then one of 2 full and 2 inherit calls.
  const meter = new WorkMeter([expectedRun('full', null, 4), expectedRun('mine', strategy, 4)]);
  expect([meter.done, meter.secondsLeft]).toEqual([0, null]);

  meter.start('full');
  for (let i = 0; i < 4; i += 1) meter.call(call('full', 10));
  meter.start('mine');
  meter.call(call('full', 12));
  meter.call(call('full', 12));
  meter.call(call('inherit', 3));
  expect(meter.secondsLeft).toBe(3);
  expect(meter.done).toBeCloseTo(67 / 70);

  meter.add([expectedRun('full', null, 2)]);
  expect(meter.secondsLeft).toBe(23);
});

it('counts every call of a run without a strategy as full', () => {
  expect(expectedRun('full', null, 51)).toEqual({ key: 'full', full: 51, inherit: 0 });
  expect(expectedRun('mine', strategy, 51)).toEqual({ key: 'mine', full: 2, inherit: 49 });
});

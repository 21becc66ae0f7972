import { expect, test } from 'vitest';

import { costsOf, idealSaving, idealSpeedup } from './cost.ts';
import { planRun } from './plan.ts';
import { strategyFromPreset } from './presets.ts';
import { parseMode } from './sampling-mode.ts';
import { parseSwitching } from './switching.ts';
import { BASE, SD } from './architecture.fixture.ts';

const GMACS = 401.6;

test.each([
  // c of the specification's table; 1 / (1 - inherit * (1 - c) / 50) worked out by hand.
  ['CO6', 'P5+', 0.26, 1.9],
  ['CO3', 'P5+', 0.35, 1.712],
  ['LI1', 'P5+', 0.66, 1.278],
  ['CO6', 'P2+', 0.26, 1.42],
  ['CO6', 'P5', 0.26, 2.451],
] as const)('%s in %s with c = %f is ideally %f times as fast', (preset, mode, inheritShare, speedup) => {
  const plan = planRun(strategyFromPreset(preset, SD, parseMode(mode)), 50, [SD]);
  expect(
    idealSpeedup(
      plan,
      costsOf(plan, [GMACS], () => inheritShare),
    ),
  ).toBeCloseTo(speedup, 3);
});

test('nothing inherited is no faster', () => {
  const plan = planRun(null, 50, [SD]);
  expect(
    idealSaving(
      plan,
      costsOf(plan, [GMACS], () => 0.3),
    ),
  ).toBe(0);
  expect(
    idealSpeedup(
      plan,
      costsOf(plan, [GMACS], () => 0.3),
    ),
  ).toBe(1);
});

test('several UNets, each with its own cost', () => {
  const strategy = {
    ...strategyFromPreset('CO3', SD, parseMode('P5')),
    switching: parseSwitching('base:10,sd:15'),
  };
  const plan = planRun(strategy, 25, [BASE, SD]);
  const costs = costsOf(plan, [200, 400], ({ unet }) => [0.5, 0.25][unet]!);
  // Base: 2 full, 8 inherit = 400 + 800; SD: 3 full, 12 inherit = 1200 + 1200. All full: 2000 + 6000.
  expect(idealSaving(plan, costs)).toBeCloseTo(1 - 3600 / 8000, 12);
  // Against SD throughout: 25 * 400.
  expect(idealSaving(plan, costs, 400)).toBeCloseTo(1 - 3600 / 10000, 12);
});

test('a missing cost is an error', () => {
  expect(() => idealSaving(planRun(null, 5, [SD]), { fullMacs: [], formMacs: [] })).toThrow(
    "costs of 0 UNets and 0 forms were given for the plan's 1 and 1",
  );
});

test('a program: half of the guidance costs half, a skipped call nothing; without guidance there are no halves', () => {
  const inherit = [{ mask: 'deep' }];
  const plan = planRun(
    {
      kind: 'program',
      name: 'some',
      semantics: 'residual',
      switching: [],
      precision: 'float32',
      masks: { deep: ['mid.0.res'] },
      calls: [{}, { guidance: [{ call: 0, weight: 1 }] }, { inherit }, { output: [{ call: 2, weight: 1 }] }],
    },
    4,
    [SD],
  );
  expect(
    idealSpeedup(
      plan,
      costsOf(plan, [100], () => 0.25),
    ),
  ).toBeCloseTo(400 / (100 + 50 + 25), 12);
  expect(
    idealSpeedup(
      plan,
      costsOf(plan, [100], () => 0.25, false),
    ),
  ).toBeCloseTo(400 / (100 + 100 + 25), 12);
});

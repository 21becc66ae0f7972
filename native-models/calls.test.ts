import { expect, test } from 'vitest';
import { callsOf, stepsMade } from './calls.ts';
import { createSampler } from './solvers/create-sampler.ts';
import { stableDiffusionConfig } from './solvers/scheduler-config.ts';
import { SAMPLER_IDS } from './vocabulary.ts';

const STEPS = [1, 2, 3, 4, 5, 7, 8, 10, 19, 20, 25, 28, 30, 49, 50, 51, 100, 333];
/** Some of them times some steps lie right below a whole number as floating point has it: 0.55 of 20, 0.28 of 25. */
const STRENGTHS = [1, 0.99, 0.9, 0.8, 0.75, 0.6, 0.55, 0.5, 0.35, 0.3, 0.29, 0.28, 0.1, 0.05, 0.01];

test.each(SAMPLER_IDS)('%s makes as many calls as are told of it, whatever the strength', (id) => {
  const config = stableDiffusionConfig({});
  // An LCM is distilled on 50 steps, and makes no more.
  for (const steps of STEPS.filter((steps) => id !== 'lcm' || steps <= 50)) {
    for (const strength of STRENGTHS) {
      if (stepsMade(steps, strength) === 0) continue;
      const { timesteps } = createSampler(id, config, steps, { strength });
      expect([steps, strength, callsOf(steps, id, strength)]).toEqual([steps, strength, timesteps.length]);
    }
  }
});

test('at a strength that leaves no step there is no call', () => {
  expect(stepsMade(10, 0.05)).toBe(0);
  for (const id of SAMPLER_IDS) expect(callsOf(10, id, 0.05)).toBe(0);
});

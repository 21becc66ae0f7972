import { SAMPLER_IDS } from '../../native-models/vocabulary.ts';
import { expect, test } from 'vitest';
import { createSampler } from '../../native-models/solvers/create-sampler.ts';
import { stableDiffusionConfig } from '../../native-models/solvers/scheduler-config.ts';
import { callsOf, stepsMade } from './calls.ts';

test.each(SAMPLER_IDS)('%s makes as many calls as it is said to, whatever the strength', (id) => {
  for (const steps of [1, 2, 7, 50]) {
    for (const strength of [1, 0.9, 0.55, 0.3]) {
      if (stepsMade(steps, strength) === 0) continue;
      const { timesteps } = createSampler(id, stableDiffusionConfig({}), steps, { strength });
      expect([steps, strength, callsOf(steps, id, strength)]).toEqual([steps, strength, timesteps.length]);
    }
  }
});

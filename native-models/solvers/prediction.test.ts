import { describe, expect, it } from 'vitest';
import { linear } from './linear.ts';
import { levelOfAlphaBar, levelOfSigma } from './noise-schedule.ts';
import { PREDICTION_TYPES, PREDICTIONS } from './prediction.ts';

const x0 = Float32Array.of(0.5, -1, 2);
const eps = Float32Array.of(1, 0.25, -0.5);

describe.each(PREDICTION_TYPES)('a network that predicts %s', (type) => {
  it.each([levelOfAlphaBar(0.9), levelOfAlphaBar(0.01), levelOfSigma(14.6)])('is read back at %o', (level) => {
    const { alpha, sigma } = level;
    const x = linear([alpha, x0], [sigma, eps]);
    const output = { epsilon: eps, v_prediction: linear([alpha, eps], [-sigma, x0]) }[type];
    for (const [i, found] of PREDICTIONS[type].x0(output, x, level).entries()) expect(found).toBeCloseTo(x0[i]!, 4);
    for (const [i, found] of PREDICTIONS[type].eps(output, x, level).entries()) expect(found).toBeCloseTo(eps[i]!, 5);
  });
});

it('the levels of a sigma and of its alphaBar are one', () => {
  const { alpha, sigma } = levelOfSigma(3);
  expect(levelOfAlphaBar(0.1).alpha).toBeCloseTo(alpha, 12);
  expect(levelOfAlphaBar(0.1).sigma).toBeCloseTo(sigma, 12);
});
